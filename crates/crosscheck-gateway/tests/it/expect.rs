//! A client that asks first whether its body is welcome: the upstream says so, or answers instead.
//!
//! Spec: <https://httpwg.org/specs/rfc9110.html#field.expect>

use std::net::SocketAddr;
use std::time::Duration;

use crosscheck_gateway::Gateway;
use crosscheck_gateway::Upstream;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::net::TcpStream;

use crate::peers::policy;
use crate::peers::start;

/// A gateway in front of a server that says this once it has read a request's head, and answers 200 to a body.
async fn in_front_of(first: &'static str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let upstream = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let head = read_until(&mut stream, "\r\n\r\n").await;
                assert!(head.contains("expect: 100-continue"), "{head}");
                stream.write_all(first.as_bytes()).await.expect("the gateway reads");
                if read_until(&mut stream, "hello").await == "hello" {
                    let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nread";
                    stream.write_all(answer).await.expect("the gateway reads");
                }
            });
        }
    });
    let upstream = Upstream::parse(&upstream).expect("an upstream");
    start(Gateway::new(policy(), upstream))
}

/// What comes up to that end, or to the end of the connection.
async fn read_until(stream: &mut TcpStream, end: &str) -> String {
    let (mut text, mut part) = (String::new(), [0; 1]);
    while !text.ends_with(end) {
        match stream.read(&mut part).await {
            Ok(1..) => text.push(char::from(part[0])),
            _ => break,
        }
    }
    text
}

async fn ask(gateway: SocketAddr) -> (TcpStream, String) {
    let mut stream = TcpStream::connect(gateway).await.expect("the gateway listens");
    let head = "POST / HTTP/1.1\r\nhost: api\r\nexpect: 100-Continue\r\ncontent-length: 5\r\n\r\n";
    stream.write_all(head.as_bytes()).await.expect("the gateway reads");
    let said = read_until(&mut stream, "\r\n\r\n").await;
    (stream, said)
}

#[tokio::test]
async fn a_welcome_is_passed_on() {
    let gateway = in_front_of("HTTP/1.1 100 Continue\r\n\r\n").await;
    let (mut stream, said) = ask(gateway).await;
    assert_eq!(said, "HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(b"hello").await.expect("the gateway reads");
    let answer = read_until(&mut stream, "read").await;
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
}

/// The body never crosses the wire, and the page may read why.
#[tokio::test]
async fn an_answer_comes_instead() {
    let gateway = in_front_of("HTTP/1.1 413 Content Too Large\r\ncontent-length: 0\r\n\r\n").await;
    let (mut stream, said) = ask(gateway).await;
    assert!(said.starts_with("HTTP/1.1 413"), "{said}");
    // What would come now could be a body, or a request.
    assert_eq!(read_until(&mut stream, "never").await, "");
}

/// A server that never heard of it waits for the body.
#[tokio::test]
async fn who_says_nothing_gets_the_body_after_a_while() {
    let gateway = in_front_of("").await;
    let asked = tokio::time::timeout(Duration::from_secs(5), ask(gateway)).await;
    let (mut stream, said) = asked.expect("nobody is waited for without end");
    assert_eq!(said, "HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(b"hello").await.expect("the gateway reads");
    assert!(read_until(&mut stream, "read").await.ends_with("read"));
}
