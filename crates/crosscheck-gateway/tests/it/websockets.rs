//! WebSockets through the gateway: for pages that may read, and no other protocol.
//!
//! A browser asks no server before it opens one, and sends the cookies along. So the gateway asks the
//! policy.

use std::time::Duration;

use crosscheck_gateway::Gateway;
use crosscheck_gateway::ServerTls;
use tokio::io::AsyncRead;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWrite;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::net::TcpStream;

use crate::peers::parse;
use crate::peers::policy;
use crate::peers::start;
use crate::raw::RawUpstream;
use crate::raw::Then;
use crate::raw::ask;
use crate::raw::read_request;
use crate::tls::Authority;

const ACCEPTED: &str = "HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
     sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

fn handshake(lines: &str) -> String {
    format!(
        "GET /live HTTP/1.1\r\nhost: api\r\nsec-websocket-version: 13\r\n\
         sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n{lines}\r\n"
    )
}

const UPGRADE: &str = "connection: keep-alive, Upgrade\r\nupgrade: WebSocket\r\n";

/// Accepts, says `hi` at once, and then everything that it hears backwards.
pub(crate) async fn echo() -> (String, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let (asked, heads) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let asked = asked.clone();
            tokio::spawn(async move {
                let request = read_request(&mut stream).await.expect("a request");
                let _ = asked.send(String::from_utf8(request).expect("text"));
                // In one segment: what follows the head is not HTTP any more.
                let first = [ACCEPTED.as_bytes(), b"hi"].concat();
                stream.write_all(&first).await.expect("the gateway reads");
                let mut part = [0; 64];
                while let Ok(length @ 1..) = stream.read(&mut part).await {
                    part[..length].reverse();
                    stream.write_all(&part[..length]).await.expect("the gateway reads");
                }
            });
        }
    });
    (address, heads)
}

/// The head of the answer, and what follows it up to there.
async fn read_until(stream: &mut (impl AsyncRead + Unpin), end: &str) -> String {
    let mut text = String::new();
    let mut part = [0; 512];
    while !text.ends_with(end) {
        let length = stream.read(&mut part).await.expect("the gateway speaks");
        assert!(length > 0, "it hangs up after {text:?}");
        text.push_str(std::str::from_utf8(&part[..length]).expect("text"));
    }
    text
}

async fn talk(mut stream: impl AsyncRead + AsyncWrite + Unpin) -> String {
    let lines = format!("{UPGRADE}origin: https://app.example\r\n");
    stream.write_all(handshake(&lines).as_bytes()).await.expect("the gateway reads");
    let head = read_until(&mut stream, "hi").await;
    for (said, heard) in [("abc", "cba"), ("xyz", "zyx")] {
        stream.write_all(said.as_bytes()).await.expect("the gateway reads");
        assert_eq!(read_until(&mut stream, heard).await, heard);
    }
    head
}

#[tokio::test]
async fn a_page_talks_to_the_upstream_in_both_directions() {
    let (address, mut heads) = echo().await;
    let upstream = crosscheck_gateway::Upstream::parse(&address).expect("an upstream");
    let gateway = start(Gateway::new(policy(), upstream));
    // The second asks over a connection that the gateway has open already, or not: it is the same.
    for _ in 0..2 {
        let head = talk(TcpStream::connect(gateway).await.expect("the gateway listens")).await;
        let answer = parse(head.as_bytes());
        assert_eq!(answer.status, 101);
        assert_eq!(answer.header("upgrade").as_deref(), Some("websocket"));
        assert_eq!(answer.header("connection").as_deref(), Some("upgrade"));
        assert!(answer.header("sec-websocket-accept").is_some());
        let asked = heads.recv().await.expect("a head");
        for line in ["connection: upgrade", "upgrade: websocket", "sec-websocket-key: dGhl"] {
            assert!(asked.contains(line), "{line}: {asked}");
        }
        assert!(asked.contains("x-forwarded-for: 127.0.0.1"), "{asked}");
    }
}

#[tokio::test]
async fn over_tls_too() {
    let authority = Authority::new();
    let (address, _heads) = echo().await;
    let upstream = crosscheck_gateway::Upstream::parse(&address).expect("an upstream");
    let tls = ServerTls::new(authority.certificate(&["api.example"]), []);
    let gateway = start(Gateway::new(policy(), upstream).secure(tls));
    // Browsers offer HTTP/1.1 alone for `wss:`.
    let stream = authority.connect(gateway, "api.example", &["http/1.1"]).await.expect("TLS");
    assert!(talk(stream).await.starts_with("HTTP/1.1 101"));
}

/// What one side says last reaches the other, and then both are closed.
#[tokio::test]
async fn who_hangs_up_is_followed() {
    let (address, _heads) = echo().await;
    let upstream = crosscheck_gateway::Upstream::parse(&address).expect("an upstream");
    let gateway = start(Gateway::new(policy(), upstream));
    let mut stream = TcpStream::connect(gateway).await.expect("the gateway listens");
    stream.write_all(handshake(UPGRADE).as_bytes()).await.expect("the gateway reads");
    read_until(&mut stream, "hi").await;
    stream.write_all(b"last").await.expect("the gateway reads");
    stream.shutdown().await.expect("it can be closed");
    let mut rest = String::new();
    let end = tokio::time::timeout(Duration::from_secs(5), stream.read_to_string(&mut rest)).await;
    end.expect("the gateway hangs up").expect("without an error");
    assert_eq!(rest, "tsal");
}

/// The only guard that there is: the browser has none.
#[tokio::test]
async fn a_page_that_may_not_read_opens_none() {
    let upstream = RawUpstream::start(Then::Keep, |_| ACCEPTED.as_bytes().to_vec()).await;
    let gateway = upstream.gateway();
    for origin in ["https://evil.example", "null", "https://app.example.evil.example"] {
        let request = handshake(&format!("{UPGRADE}origin: {origin}\r\nconnection: close\r\n"));
        let (answer, _) = ask(gateway, request.as_bytes()).await;
        assert_eq!(answer.status, 403, "{origin}");
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
    assert_eq!(upstream.asked(), Vec::<String>::new());
}

/// `h2c` would be a tunnel past the policy; what is half a handshake is none.
#[tokio::test]
async fn no_other_protocol_is_asked_for() {
    let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nno";
    let upstream = RawUpstream::start(Then::Keep, |_| answer.to_vec()).await;
    let gateway = upstream.gateway();
    for lines in [
        "connection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAAQ\r\n",
        "connection: upgrade\r\nupgrade: websocket, h2c\r\n",
        "connection: upgrade\r\nupgrade: h2c\r\nupgrade: websocket\r\n",
        "connection: upgrade\r\nupgrade: TLS/1.3\r\n",
        "upgrade: websocket\r\n",
    ] {
        let request = handshake(&format!("{lines}connection: close\r\n"));
        let (answer, _) = ask(gateway, request.as_bytes()).await;
        assert_eq!((answer.status, answer.body.as_slice()), (200, b"no".as_slice()), "{lines}");
    }
    let request = handshake(UPGRADE).replace("GET", "POST") + "";
    let request =
        request.replace("host: api", "host: api\r\ncontent-length: 0\r\nconnection: close");
    assert_eq!(ask(gateway, request.as_bytes()).await.0.status, 200);
    for asked in upstream.asked() {
        assert!(!asked.to_ascii_lowercase().contains("upgrade"), "{asked}");
    }
}

/// An upstream may decline, which is an answer like any other; or agree to what nobody asked for.
#[tokio::test]
async fn what_the_upstream_says_instead_is_an_answer() {
    for (said, status) in [
        ("HTTP/1.1 426 Upgrade Required\r\ncontent-length: 2\r\n\r\nno", 426),
        ("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nno", 200),
        ("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n", 502),
        ("HTTP/1.1 101 Switching Protocols\r\n\r\n", 502),
    ] {
        let upstream = RawUpstream::start(Then::Close, |_| said.as_bytes().to_vec()).await;
        let request = handshake(&format!("{UPGRADE}connection: close\r\n"));
        let (answer, is_whole) = ask(upstream.gateway(), request.as_bytes()).await;
        assert_eq!((answer.status, is_whole), (status, true), "{said}");
    }
}
