//! WebSockets over HTTP/2: each is one stream of a connection that carries other requests as well.
//!
//! Spec: <https://httpwg.org/specs/rfc8441.html>

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use crosscheck_gateway::Gateway;
use crosscheck_gateway::Upstream;
use http::Method;
use http::Request;
use http::Response;
use http_body_util::Empty;
use hyper::body::Incoming;
use hyper::client::conn::http2::SendRequest;
use hyper::ext::Protocol;
use hyper_util::rt::TokioExecutor;
use hyper_util::rt::TokioIo;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::peers::policy;
use crate::peers::start;
use crate::raw::RawUpstream;
use crate::raw::Then;
use crate::websockets::echo;

async fn client(gateway: SocketAddr) -> SendRequest<Empty<Bytes>> {
    let stream = TokioIo::new(TcpStream::connect(gateway).await.expect("the gateway listens"));
    let handshake = hyper::client::conn::http2::handshake(TokioExecutor::new(), stream).await;
    let (client, connection) = handshake.expect("HTTP/2");
    // The gateway says so in its settings, which a task of the connection reads.
    while !connection.is_extended_connect_protocol_enabled() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    tokio::spawn(connection);
    client
}

async fn open(
    client: &mut SendRequest<Empty<Bytes>>,
    protocol: &'static str,
    origin: &str,
) -> Response<Incoming> {
    let mut request = Request::builder()
        .method(Method::CONNECT)
        .uri("http://api.example/live")
        .header("origin", origin)
        .header("sec-websocket-version", "13")
        .body(Empty::new())
        .expect("a request");
    request.extensions_mut().insert(Protocol::from_static(protocol));
    client.send_request(request).await.expect("an answer")
}

#[tokio::test]
async fn a_page_talks_over_a_stream_beside_others() {
    let (address, mut heads) = echo().await;
    let upstream = Upstream::parse(&address).expect("an upstream");
    let gateway = Gateway::new(policy(), upstream).speak_http2_in_the_clear();
    let mut client = client(start(gateway)).await;
    for _ in 0..2 {
        let answer = open(&mut client, "websocket", "https://app.example").await;
        assert_eq!(answer.status(), 200);
        for gone in ["connection", "upgrade", "sec-websocket-accept"] {
            assert!(!answer.headers().contains_key(gone), "{gone}");
        }
        let mut stream = TokioIo::new(hyper::upgrade::on(answer).await.expect("a stream"));
        let mut first = [0; 2];
        stream.read_exact(&mut first).await.expect("the upstream speaks first");
        assert_eq!(&first, b"hi");
        for (said, heard) in [(b"abc", b"cba"), (b"xyz", b"zyx")] {
            stream.write_all(said).await.expect("the gateway reads");
            let mut answer = [0; 3];
            stream.read_exact(&mut answer).await.expect("an answer");
            assert_eq!(&answer, heard);
        }
        let asked = heads.recv().await.expect("a head");
        assert!(asked.starts_with("GET /live HTTP/1.1\r\n"), "{asked}");
        for line in ["connection: upgrade", "upgrade: websocket", "x-forwarded-host: api.example"] {
            assert!(asked.contains(line), "{line}: {asked}");
        }
        let key = asked.split("sec-websocket-key: ").nth(1).expect("a key");
        assert_eq!(key.split("\r\n").next().map(str::len), Some(24), "{asked}");
    }
}

/// The same guard, and a tunnel is nothing else.
#[tokio::test]
async fn nobody_else_opens_one_and_nothing_else_is_opened() {
    let upstream = RawUpstream::start(Then::Keep, |_| Vec::new()).await;
    let gateway = Gateway::new(policy(), upstream.upstream()).speak_http2_in_the_clear();
    let mut client = client(start(gateway)).await;
    for (protocol, origin, status) in [
        ("websocket", "https://evil.example", 403),
        ("websocket", "null", 403),
        ("connect-udp", "https://app.example", 400),
    ] {
        assert_eq!(open(&mut client, protocol, origin).await.status(), status, "{protocol}");
    }
    assert_eq!(upstream.asked(), Vec::<String>::new());
}

/// A status of success would say that it is open.
#[tokio::test]
async fn what_the_upstream_says_instead_opens_none() {
    for (said, status) in [
        ("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nno", 502),
        ("HTTP/1.1 204 No Content\r\n\r\n", 502),
        ("HTTP/1.1 426 Upgrade Required\r\ncontent-length: 2\r\n\r\nno", 426),
        ("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n", 502),
    ] {
        let upstream = RawUpstream::start(Then::Close, |_| said.as_bytes().to_vec()).await;
        let gateway = Gateway::new(policy(), upstream.upstream()).speak_http2_in_the_clear();
        let mut client = client(start(gateway)).await;
        let answer = open(&mut client, "websocket", "https://app.example").await;
        assert_eq!(answer.status(), status, "{said}");
    }
}
