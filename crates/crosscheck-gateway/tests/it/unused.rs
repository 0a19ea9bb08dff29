//! Connections that a client keeps and does not use: mostly all of them, most of the time.

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use crosscheck_gateway::Gateway;
use crosscheck_gateway::Limits;
use crosscheck_gateway::ServerTls;
use http_body_util::BodyExt;
use tokio::io::AsyncRead;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWrite;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio_rustls::rustls::ALL_VERSIONS;
use tokio_rustls::rustls::pki_types::ServerName;

use crate::http2;
use crate::memory::Scales;
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
    let limits = Limits::default().head(Duration::from_secs(2));
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
    let limits = Limits::default().head(Duration::from_millis(300));
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

/// Asks once over each of these connections, and leaves them alone for a while.
async fn leave_unused<C: Future>(count: usize, ask: impl Fn() -> C) -> Vec<C::Output> {
    let mut connections = Vec::new();
    for _ in 0..count {
        connections.push(ask().await);
    }
    tokio::time::sleep(A_WHILE).await;
    connections
}

/// What each of many unused connections adds to what a gateway holds.
///
/// In: how to open one and ask once.
fn bytes_each<T: Send + 'static, C>(
    scales: &Scales,
    ask: impl Fn() -> C + Clone + Send + Sync + 'static,
) -> i64
where
    C: Future<Output = T> + Send + 'static,
{
    const EACH: usize = 150;
    // The first ones bring what all share: rustls keeps up to 256 sessions that may be resumed, two of each.
    let (_first, _) = scales.weigh_elsewhere(leave_unused(EACH, ask.clone()));
    let (_more, weight) = scales.weigh_elsewhere(leave_unused(EACH, ask));
    weight.bytes_current / EACH as i64
}

async fn asked_once<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S) -> S {
    stream.write_all(GET).await.expect("the gateway reads");
    read(&mut stream).await;
    stream
}

/// Counted: 1.8 KB plain, 9.3 with TLS, 45 over HTTP/2. rustls holds 7 KB of each of its own, 4 of them for reading;
/// h2 makes 28 of buffers beforehand.
#[test]
fn an_unused_connection_holds_little() {
    let scales = Scales::new();
    let (upstream, _) = scales.weigh_elsewhere(upstream());
    let gateway = Gateway::new(policy(), upstream.upstream());
    let authority = Authority::new();
    let tls = ServerTls::new(authority.certificate(&["api.example"]), []);
    let (plain, secure) = (scales.start(gateway.clone()), scales.start(gateway.secure(tls)));

    let each = bytes_each(&scales, move || async move { asked_once(connect(plain).await).await });
    assert!(each < 2560, "{each} bytes each");

    let client = authority.client(ALL_VERSIONS, &["http/1.1"]);
    let each = bytes_each(&scales, move || {
        let client = client.clone();
        async move {
            let stream = client.connect(name(), connect(secure).await).await;
            asked_once(stream.expect("TLS")).await
        }
    });
    assert!(each < 10 * 1024, "{each} bytes each with TLS");

    let client = authority.client(ALL_VERSIONS, &["h2"]);
    let each = bytes_each(&scales, move || {
        let client = client.clone();
        async move {
            let stream = client.connect(name(), connect(secure).await).await;
            let mut sender = http2::client(stream.expect("TLS")).await;
            let request = http2::get("/").body(http2::nothing()).expect("a request");
            let answer = sender.send_request(request).await.expect("an answer");
            assert_eq!(answer.into_body().collect().await.expect("it all").to_bytes(), "hello");
            sender
        }
    });
    assert!(each < 48 * 1024, "{each} bytes each over HTTP/2");
}

fn name() -> ServerName<'static> {
    ServerName::try_from("api.example").expect("a name")
}
