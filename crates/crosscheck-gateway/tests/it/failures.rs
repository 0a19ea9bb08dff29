//! When the upstream cannot answer, the gateway does, and the page may read why.

use std::net::TcpListener;
use std::time::Duration;

use crosscheck_gateway::Gateway;
use crosscheck_gateway::Limits;
use crosscheck_gateway::Upstream;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpSocket;
use tokio::net::TcpStream;

use crate::peers::TestUpstream;
use crate::peers::policy;
use crate::peers::send;
use crate::peers::start;

const GET: &str = "GET / HTTP/1.1\nhost: api\norigin: https://app.example";

#[tokio::test]
async fn a_dead_upstream_is_a_502_that_the_page_may_read() {
    // Held without listening, so that nobody else listens there.
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind("127.0.0.1:0".parse().expect("an address")).expect("a free port");
    let address = socket.local_addr().expect("an address");
    let upstream = Upstream::parse(&format!("http://{address}")).expect("an upstream");
    let gateway = start(Gateway::new(policy(), upstream));
    let answer = send(gateway, GET).await;
    assert_eq!(answer.status, 502);
    assert_eq!(
        answer.header("access-control-allow-origin").as_deref(),
        Some("https://app.example")
    );
    assert_eq!(answer.header("vary").as_deref(), Some("Origin"));
    assert_eq!(
        String::from_utf8_lossy(&answer.body),
        "the gateway cannot reach the server behind it\n\
         hint: start that server, or correct the gateway's upstream\n"
    );
    let preflight =
        format!("{}\naccess-control-request-method: PUT", GET.replace("GET", "OPTIONS"));
    assert_eq!(send(gateway, &preflight).await.status, 204);
}

#[tokio::test]
async fn an_upstream_that_hangs_up_is_a_502() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = [0; 1024];
            let _ = stream.read(&mut head).await;
        }
    });
    let upstream = Upstream::parse(&format!("http://{address}")).expect("an upstream");
    let answer = send(start(Gateway::new(policy(), upstream)), GET).await;
    assert_eq!(answer.status, 502);
    assert_eq!(
        answer.header("access-control-allow-origin").as_deref(),
        Some("https://app.example")
    );
}

#[tokio::test]
async fn an_upstream_that_keeps_silent_is_a_504() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let upstream = format!("http://{}", listener.local_addr().expect("an address"));
    let limits = Limits::default().answer(Duration::from_millis(20));
    let upstream = Upstream::parse(&upstream).expect("an upstream");
    let answer = send(start(Gateway::new(policy(), upstream).limit(limits)), GET).await;
    assert_eq!(answer.status, 504);
    assert_eq!(
        answer.header("access-control-allow-origin").as_deref(),
        Some("https://app.example")
    );
}

#[tokio::test]
async fn a_gateway_in_front_of_itself_says_so() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    let upstream = Upstream::parse(&format!("http://{address}")).expect("an upstream");
    tokio::spawn(Gateway::new(policy(), upstream).serve(listener, std::future::pending()));
    for more in ["", "\nconnection: cdn-loop", "\ncdn-loop: another, one"] {
        let answer = send(address, &format!("{GET}{more}")).await;
        assert_eq!(answer.status, 508, "{more}");
        let allowed = answer.header("access-control-allow-origin");
        assert_eq!(allowed.as_deref(), Some("https://app.example"));
    }
}

#[tokio::test]
async fn gateways_in_a_row_are_no_loop() {
    let upstream = TestUpstream::saying(&[]);
    let second = start(Gateway::new(policy(), upstream.upstream()));
    let second = Upstream::parse(&format!("http://{second}")).expect("an upstream");
    let first = start(Gateway::new(policy(), second));
    assert_eq!(send(first, GET).await.status, 200);
    let marks = upstream.seen()[0].headers["cdn-loop"].clone();
    let marks: Vec<&str> = marks.to_str().expect("ASCII").split(", ").collect();
    assert!(marks.len() == 2 && marks[0] != marks[1], "{marks:?}");
}

#[tokio::test]
async fn what_cannot_be_forwarded_is_a_400() {
    let upstream = TestUpstream::saying(&[]);
    let gateway = start(Gateway::new(policy(), upstream.upstream()));
    for line in ["CONNECT api:443 HTTP/1.1", "OPTIONS * HTTP/1.1"] {
        let head = format!("{line}\nhost: api\norigin: https://app.example");
        let answer = send(gateway, &head).await;
        assert_eq!(answer.status, 400, "{line}");
        assert!(answer.header("access-control-allow-origin").is_some(), "{line}");
    }
    assert!(upstream.seen().is_empty());
}

#[tokio::test]
async fn a_head_without_bounds_is_refused() {
    let upstream = TestUpstream::saying(&[]);
    let gateway = start(Gateway::new(policy(), upstream.upstream()));
    let many = "x: y\n".repeat(200);
    assert_eq!(send(gateway, &format!("{GET}\n{many}")).await.status, 431);
    let mut stream = TcpStream::connect(gateway).await.expect("the gateway listens");
    let head = format!("GET / HTTP/1.1\r\nhost: api\r\nx: {}", "y".repeat(70_000));
    let _ = stream.write_all(head.as_bytes()).await;
    let mut start = [0; 12];
    stream.read_exact(&mut start).await.expect("an answer before the head is whole");
    assert_eq!(&start, b"HTTP/1.1 431");
    assert!(upstream.seen().is_empty());
}

#[tokio::test]
async fn a_head_that_never_ends_is_given_up() {
    let upstream = TestUpstream::saying(&[]);
    let limits = Limits::default().head(Duration::from_millis(20));
    let gateway = start(Gateway::new(policy(), upstream.upstream()).limit(limits));
    for dribbles in [false, true] {
        let stream = TcpStream::connect(gateway).await.expect("the gateway listens");
        let (mut reads, mut writes) = stream.into_split();
        writes.write_all(b"GET / HTTP/1.1\r\nhost: ").await.expect("the gateway reads");
        let dribble = async {
            while dribbles && writes.write_all(b"a").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            std::future::pending::<()>().await;
        };
        let mut rest = Vec::new();
        let ended = async {
            // One that still sends is reset.
            let _ = reads.read_to_end(&mut rest).await;
        };
        let ended = async {
            tokio::select! { () = ended => {}, () = dribble => {} }
        };
        let in_time = tokio::time::timeout(Duration::from_secs(5), ended).await;
        in_time.expect("the gateway hangs up");
        assert!(rest.is_empty());
    }
    assert!(upstream.seen().is_empty());
}
