//! Connections that a client keeps and does not use: mostly all of them, most of the time.

use std::net::SocketAddr;
use std::time::Duration;

use crosscheck_gateway::Gateway;
use crosscheck_gateway::Limits;
use crosscheck_gateway::ServerTls;
use tokio::io::AsyncRead;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWrite;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::bodies::resident_bytes;
use crate::peers::policy;
use crate::peers::start;
use crate::raw::RawUpstream;
use crate::raw::Then;
use crate::raw::read_to_end;
use crate::tls::Authority;

const GET: &[u8] = b"GET / HTTP/1.1\r\nhost: api.example\r\n\r\n";

/// Longer than the gateway waits before it lets its buffers go.
const A_WHILE: Duration = Duration::from_millis(700);

async fn upstream() -> RawUpstream {
    RawUpstream::start(Then::Keep, |_| {
        b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello".to_vec()
    })
    .await
}

/// Reads one answer.
async fn read(stream: &mut (impl AsyncRead + Unpin)) {
    let mut answer = Vec::new();
    while !answer.ends_with(b"hello") {
        let mut part = [0; 512];
        let length = stream.read(&mut part).await.expect("an answer");
        assert!(length > 0, "hung up after {:?}", String::from_utf8_lossy(&answer));
        answer.extend_from_slice(&part[..length]);
    }
    assert!(answer.starts_with(b"HTTP/1.1 200"), "{:?}", String::from_utf8_lossy(&answer));
}

async fn connect(gateway: SocketAddr) -> TcpStream {
    TcpStream::connect(gateway).await.expect("the gateway listens")
}

async fn ask_now_and_then(mut stream: impl AsyncRead + AsyncWrite + Unpin) {
    for _ in 0..3 {
        stream.write_all(GET).await.expect("the gateway reads");
        read(&mut stream).await;
        tokio::time::sleep(A_WHILE).await;
    }
}

#[tokio::test]
async fn who_comes_back_after_a_while_is_served() {
    let authority = Authority::new();
    let upstream = upstream().await;
    let gateway = Gateway::new(policy(), upstream.upstream());
    let tls = ServerTls::new(authority.certificate(&["api.example"]), []);
    let secure = start(gateway.clone().secure(tls));
    let secret = authority.connect(secure, "api.example", &[]).await.expect("TLS");
    tokio::join!(ask_now_and_then(connect(start(gateway)).await), ask_now_and_then(secret));
    assert_eq!(upstream.asked().len(), 6);
}

/// A request that begins to come together with the one before is one, however slow it is; and not for ever.
#[tokio::test]
async fn half_a_request_is_not_forgotten() {
    let upstream = upstream().await;
    let limits = Limits { head: Duration::from_secs(2), ..Limits::default() };
    let gateway = start(Gateway::new(policy(), upstream.upstream()).limit(limits));
    let mut stream = connect(gateway).await;
    let (begun, rest) = GET.split_at(9);
    stream.write_all(&[GET, begun].concat()).await.expect("the gateway reads");
    read(&mut stream).await;
    tokio::time::sleep(A_WHILE).await;
    stream.write_all(&[rest, begun].concat()).await.expect("the gateway reads");
    read(&mut stream).await;
    let end = tokio::time::timeout(Duration::from_secs(5), read_to_end(&mut stream)).await;
    end.expect("nobody may take for ever");
}

#[tokio::test]
async fn who_says_nothing_more_is_closed() {
    let upstream = upstream().await;
    let limits = Limits { head: Duration::from_millis(300), ..Limits::default() };
    let gateway = start(Gateway::new(policy(), upstream.upstream()).limit(limits));
    let (mut used, mut silent) = (connect(gateway).await, connect(gateway).await);
    used.write_all(GET).await.expect("the gateway reads");
    read(&mut used).await;
    for stream in [&mut used, &mut silent] {
        let end = tokio::time::timeout(Duration::from_secs(5), read_to_end(stream)).await;
        assert_eq!(end.expect("it is closed"), b"");
    }
}

/// After the last answer of a connection nothing that comes is a request.
#[tokio::test]
async fn what_follows_a_close_reaches_nobody() {
    for last in ["GET / HTTP/1.1\r\nhost: api\r\nconnection: close\r\n\r\n", "nonsense\r\n\r\n"] {
        let upstream = upstream().await;
        let gateway = upstream.gateway();
        let mut stream = connect(gateway).await;
        stream.write_all(last.as_bytes()).await.expect("the gateway reads");
        let asked = usize::from(last.starts_with("GET"));
        // It still sends, so the gateway still reads.
        let _ = stream.write_all(b"x").await;
        for _ in 0..6 {
            tokio::time::sleep(Duration::from_millis(150)).await;
            let _ = stream.write_all(GET).await;
        }
        assert_eq!(upstream.asked().len(), asked, "{last}");
    }
}

#[tokio::test]
async fn an_unused_connection_holds_less_than_8_kib() {
    const EACH: usize = 100;
    let upstream = upstream().await;
    let gateway = upstream.gateway();
    let mut streams = Vec::new();
    let mut before = 0;
    for turn in 0..6 {
        for _ in 0..EACH {
            let mut stream = connect(gateway).await;
            stream.write_all(GET).await.expect("the gateway reads");
            read(&mut stream).await;
            streams.push(stream);
        }
        tokio::time::sleep(A_WHILE).await;
        if turn == 0 {
            before = resident_bytes();
        }
    }
    let grown = resident_bytes().saturating_sub(before) / (5 * EACH);
    assert!(grown < 8 * 1024, "{grown} bytes each");
}
