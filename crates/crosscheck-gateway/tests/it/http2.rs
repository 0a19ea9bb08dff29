//! HTTP/2 in front: what pages notice of it (nothing), and what hostile clients may do with it (little).

use std::collections::VecDeque;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use crosscheck_gateway::Gateway;
use crosscheck_gateway::Limits;
use crosscheck_gateway::ServerTls;
use http::Request;
use http::Response;
use http::Version;
use http_body_util::BodyExt;
use http_body_util::Empty;
use http_body_util::combinators::BoxBody;
use hyper::body::Frame;
use hyper::client::conn::http2::SendRequest;
use hyper_util::rt::TokioExecutor;
use hyper_util::rt::TokioIo;
use tokio::io::AsyncRead;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWrite;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::peers::TestUpstream;
use crate::peers::full;
use crate::peers::policy;
use crate::peers::send;
use crate::peers::start;
use crate::raw::RawUpstream;
use crate::raw::Then;
use crate::tls::Authority;

type Body = BoxBody<Bytes, Infallible>;

pub(crate) async fn client<S>(stream: S) -> SendRequest<Body>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let executor = TokioExecutor::new();
    let handshake = hyper::client::conn::http2::handshake(executor, TokioIo::new(stream)).await;
    let (sender, connection) = handshake.expect("HTTP/2");
    tokio::spawn(connection);
    sender
}

/// A client that knows beforehand.
pub(crate) async fn in_the_clear(gateway: SocketAddr) -> SendRequest<Body> {
    client(TcpStream::connect(gateway).await.expect("the gateway listens")).await
}

pub(crate) fn get(path: &str) -> http::request::Builder {
    Request::get(format!("https://api.example{path}")).header("origin", "https://app.example")
}

pub(crate) fn nothing() -> Body {
    Empty::new().boxed()
}

#[tokio::test]
async fn a_page_reads_over_http2_and_the_upstream_notices_nothing() {
    let authority = Authority::new();
    let upstream = TestUpstream::saying(&[("connection", "close"), ("x-total", "3")]);
    let tls = ServerTls::new(authority.certificate(&["api.example"]), []);
    let gateway = start(Gateway::new(policy(), upstream.upstream()).secure(tls));
    let stream = authority.connect(gateway, "api.example", &["h2", "http/1.1"]).await.expect("TLS");
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(b"h2".as_slice()));
    let mut client = client(stream).await;
    // Browsers send each cookie in a line of its own.
    let request = get("/a?b").header("cookie", "a=1").header("cookie", "b=2");
    let answer = client.send_request(request.body(nothing()).expect("a request")).await;
    let answer = answer.expect("an answer");
    assert_eq!((answer.status().as_u16(), answer.version()), (200, Version::HTTP_2));
    assert_eq!(answer.headers()["access-control-allow-origin"], "https://app.example");
    assert_eq!(answer.headers()["x-total"], "3");
    assert_eq!(answer.headers().get("connection"), None);
    assert_eq!(answer.into_body().collect().await.expect("a body").to_bytes(), "hello");

    let asked = &upstream.seen()[0];
    assert_eq!((asked.version, asked.uri.to_string().as_str()), (Version::HTTP_11, "/a?b"));
    assert_eq!(asked.headers["cookie"], "a=1; b=2");
    assert_eq!(asked.headers["x-forwarded-host"], "api.example");
    assert_eq!(asked.headers["x-forwarded-proto"], "https");
    assert_eq!(asked.headers["host"], upstream.address.to_string());
}

#[tokio::test]
async fn a_preflight_is_answered_and_a_stranger_refused() {
    let upstream = TestUpstream::saying(&[]);
    let gateway = Gateway::new(policy(), upstream.upstream()).speak_http2_in_the_clear();
    let mut client = in_the_clear(start(gateway)).await;
    for (origin, status) in [("https://app.example", 204), ("https://evil.example", 403)] {
        let request = Request::options("http://api.example/")
            .header("origin", origin)
            .header("access-control-request-method", "PUT");
        let answer = client.send_request(request.body(nothing()).expect("a request")).await;
        assert_eq!(answer.expect("an answer").status().as_u16(), status, "{origin}");
    }
    assert!(upstream.seen().is_empty());
}

/// Without TLS nobody agrees on it, so a gateway must be told to listen for it; HTTP/1.1 is spoken beside it.
#[tokio::test]
async fn http2_in_the_clear_is_spoken_on_demand_only() {
    let upstream = TestUpstream::saying(&[]);
    let gateway = Gateway::new(policy(), upstream.upstream());
    for (gateway, spoken) in [(gateway.clone(), false), (gateway.speak_http2_in_the_clear(), true)]
    {
        let gateway = start(gateway);
        let mut client = in_the_clear(gateway).await;
        let answer = client.send_request(get("/").body(nothing()).expect("a request")).await;
        assert_eq!(answer.is_ok(), spoken);
        assert_eq!(send(gateway, "GET / HTTP/1.1\nhost: api").await.status, 200);
        assert_eq!(send(gateway, "PUT / HTTP/1.1\nhost: api\ncontent-length: 0").await.status, 200);
    }
}

#[tokio::test]
async fn bodies_of_any_length_arrive_whole_with_any_method() {
    let upstream = TestUpstream::start(|asked, length| {
        let mut answer = Response::new(full("done"));
        answer.headers_mut().insert("x-length", length.into());
        assert!(asked.headers.contains_key("transfer-encoding"));
        answer
    });
    let gateway = Gateway::new(policy(), upstream.upstream()).speak_http2_in_the_clear();
    let mut client = in_the_clear(start(gateway)).await;
    for method in ["POST", "PUT", "GET", "DELETE"] {
        let frames = (0..64).map(|_| Bytes::from_static(&[b'x'; 16 * 1024]));
        let body = Streamed(frames.collect()).boxed();
        let request = Request::builder().method(method).uri("http://api.example/").body(body);
        let answer = client.send_request(request.expect("a request")).await.expect("an answer");
        assert_eq!(answer.headers()["x-length"], (64 * 16 * 1024).to_string(), "{method}");
    }
}

/// Parts of a body whose length is not told.
struct Streamed(VecDeque<Bytes>);

impl hyper::body::Body for Streamed {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.pop_front().map(|part| Ok(Frame::data(part))))
    }
}

#[tokio::test]
async fn fifty_requests_at_once_get_fifty_answers() {
    let upstream = TestUpstream::start(|asked, _| {
        let mut answer = Response::new(full("hello"));
        let path = asked.uri.path().parse().expect("a value");
        answer.headers_mut().insert("x-path", path);
        answer
    });
    let gateway = Gateway::new(policy(), upstream.upstream()).speak_http2_in_the_clear();
    let mut client = in_the_clear(start(gateway)).await;
    let asked: Vec<_> = (0..50)
        .map(|index| {
            let request = get(&format!("/{index}")).body(nothing()).expect("a request");
            client.send_request(request)
        })
        .collect();
    for (index, answer) in asked.into_iter().enumerate() {
        let answer = answer.await.expect("an answer");
        assert_eq!(answer.headers()["x-path"], format!("/{index}"));
        assert_eq!(answer.into_body().collect().await.expect("a body").to_bytes(), "hello");
    }
}

/// `:authority` is what was asked; a `Host` beside it may say the same only.
#[tokio::test]
async fn two_hosts_are_none() {
    let upstream = TestUpstream::saying(&[]);
    let gateway = Gateway::new(policy(), upstream.upstream()).speak_http2_in_the_clear();
    let mut client = in_the_clear(start(gateway)).await;
    for (host, status) in [("api.example", 200), ("other.example", 400)] {
        let request = get("/").header("host", host).body(nothing()).expect("a request");
        let answer = client.send_request(request).await.expect("an answer");
        assert_eq!(answer.status().as_u16(), status, "{host}");
    }
}

#[tokio::test]
async fn too_many_header_lines_are_refused_one_by_one() {
    let upstream = TestUpstream::saying(&[]);
    let gateway = Gateway::new(policy(), upstream.upstream()).speak_http2_in_the_clear();
    let mut client = in_the_clear(start(gateway)).await;
    for (lines, status) in [(101, 431), (90, 200)] {
        let mut request = get("/");
        for _ in 0..lines {
            request = request.header("x-a", "b");
        }
        let answer = client.send_request(request.body(nothing()).expect("a request")).await;
        assert_eq!(answer.expect("an answer").status().as_u16(), status, "{lines}");
    }
}

/// A client that writes frames as it likes.
pub(crate) struct Frames(TcpStream);

pub(crate) const DATA: u8 = 0;
pub(crate) const HEADERS: u8 = 1;
pub(crate) const RST_STREAM: u8 = 3;
pub(crate) const SETTINGS: u8 = 4;
pub(crate) const PING: u8 = 6;
pub(crate) const GOAWAY: u8 = 7;
pub(crate) const CONTINUATION: u8 = 9;
pub(crate) const END_STREAM: u8 = 1;
pub(crate) const END_HEADERS: u8 = 4;

/// `GET http://api/`, by the static table of HPACK.
pub(crate) const GET: &[u8] = b"\x82\x86\x84\x41\x03api";

pub(crate) fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("a short one").to_be_bytes();
    let head = [&length[1..], &[kind, flags], &stream.to_be_bytes()].concat();
    [&head, payload].concat()
}

impl Frames {
    pub(crate) async fn connect(gateway: SocketAddr, settings: &[u8]) -> Self {
        let mut stream = TcpStream::connect(gateway).await.expect("the gateway listens");
        let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
        let first = [preface, frame(SETTINGS, 0, 0, settings)].concat();
        stream.write_all(&first).await.expect("the gateway reads");
        Self(stream)
    }

    /// Fails once the gateway has hung up.
    pub(crate) async fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.0.write_all(bytes).await
    }

    /// The next frame of that kind: its stream and what it says; `None` if the gateway hangs up before.
    pub(crate) async fn read(&mut self, kind: u8) -> Option<(u32, Vec<u8>)> {
        loop {
            let (head, payload) = self.read_frame().await?;
            if head[3] == kind {
                let stream = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
                return Some((stream, payload));
            }
        }
    }

    /// The next frame of any kind: which, and what it says.
    pub(crate) async fn read_any(&mut self) -> Option<(u8, Vec<u8>)> {
        let (head, payload) = self.read_frame().await?;
        Some((head[3], payload))
    }

    async fn read_frame(&mut self) -> Option<([u8; 9], Vec<u8>)> {
        let mut head = [0; 9];
        self.0.read_exact(&mut head).await.ok()?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        let mut payload = vec![0; length as usize];
        self.0.read_exact(&mut payload).await.ok()?;
        Some((head, payload))
    }

    /// Writes the same again and again until the gateway has hung up.
    async fn flood(&mut self, bytes: &[u8]) {
        let end = tokio::time::timeout(Duration::from_secs(20), async {
            while self.write(bytes).await.is_ok() {}
        });
        end.await.expect("the gateway hangs up");
    }
}

fn impatient() -> Limits {
    Limits::default().progress(Duration::from_millis(100))
}

/// Whoever else is there is served meanwhile and afterwards.
async fn others_are_served(gateway: SocketAddr) {
    let mut client = in_the_clear(gateway).await;
    let answer = client.send_request(get("/").body(nothing()).expect("a request")).await;
    assert_eq!(answer.expect("an answer").status().as_u16(), 200);
    assert_eq!(send(gateway, "GET / HTTP/1.1\nhost: api").await.status, 200);
}

fn gateway(upstream: &TestUpstream) -> SocketAddr {
    let gateway = Gateway::new(policy(), upstream.upstream()).limit(impatient());
    start(gateway.speak_http2_in_the_clear())
}

/// CVE-2023-44487: a request is taken back as soon as it is sent, so that none ever counts as open.
#[tokio::test]
async fn a_rapid_reset_is_hung_up_on() {
    let upstream = TestUpstream::saying(&[]);
    let gateway = gateway(&upstream);
    let mut hostile = Frames::connect(gateway, &[]).await;
    let mut all = Vec::new();
    for stream in (1..20_000).step_by(2) {
        all.extend(frame(HEADERS, END_STREAM | END_HEADERS, stream, GET));
        all.extend(frame(RST_STREAM, 0, stream, &8_u32.to_be_bytes()));
    }
    let _ = hostile.write(&all).await;
    if let Some((_, why)) = hostile.read(GOAWAY).await {
        assert_eq!(why[4..8], 11_u32.to_be_bytes(), "ENHANCE_YOUR_CALM");
    }
    others_are_served(gateway).await;
    let asked = upstream.seen().len();
    assert!(asked < 200, "{asked} of 10,000 reached the upstream");
}

/// CVE-2024-27316 and its kin: a head that goes on and on.
#[tokio::test]
async fn a_head_without_end_is_hung_up_on() {
    let upstream = TestUpstream::saying(&[]);
    let gateway = gateway(&upstream);
    let mut hostile = Frames::connect(gateway, &[]).await;
    hostile.write(&frame(HEADERS, END_STREAM, 1, GET)).await.expect("the gateway reads");
    // A literal of no name that is known: `x-a: b`, a thousand times.
    hostile.flood(&frame(CONTINUATION, 0, 1, &b"\x00\x03x-a\x01b".repeat(1000))).await;
    others_are_served(gateway).await;
}

/// Small on the wire, large in memory: one long line that is referred to again and again.
#[tokio::test]
async fn a_header_bomb_is_defused() {
    let upstream = TestUpstream::saying(&[]);
    let gateway = gateway(&upstream);
    let mut hostile = Frames::connect(gateway, &[]).await;
    let mut head = GET.to_vec();
    head.extend(b"\x40\x03x-a\x7f\x81\x1e");
    head.extend([b'b'; 4000]);
    head.extend([0xbe; 10_000]);
    let _ = hostile.write(&frame(HEADERS, END_STREAM | END_HEADERS, 1, &head)).await;
    let ended = async {
        tokio::select! {
            it = async { hostile.read(HEADERS).await } => it.is_none() || upstream.seen().is_empty(),
            () = tokio::time::sleep(Duration::from_secs(5)) => false,
        }
    };
    assert!(ended.await);
    others_are_served(gateway).await;
    assert!(upstream.seen().iter().all(|head| head.headers.len() < 10));
}

/// Each of these wants an answer, and none is read.
#[tokio::test]
async fn settings_and_pings_without_end_are_hung_up_on() {
    let upstream = TestUpstream::saying(&[]);
    let gateway = gateway(&upstream);
    let header_table = [0, 1, 0, 0, 16, 0];
    for flood in [frame(SETTINGS, 0, 0, &header_table), frame(PING, 0, 0, &[0; 8])] {
        let mut hostile = Frames::connect(gateway, &[]).await;
        hostile.flood(&flood.repeat(1000)).await;
        others_are_served(gateway).await;
    }
}

/// An answer that its client opens no window for is taken back, and the upstream let go; other streams of
/// the connection go on.
#[tokio::test]
async fn an_answer_that_nobody_takes_is_reset_alone() {
    let upstream = RawUpstream::start(Then::Keep, |request| {
        let length = if request.starts_with(b"GET /long") { 100_000 } else { 0 };
        let mut answer =
            format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n").into_bytes();
        answer.resize(answer.len() + length, b'x');
        answer
    })
    .await;
    let gateway = Gateway::new(policy(), upstream.upstream()).limit(impatient());
    let gateway = start(gateway.speak_http2_in_the_clear());
    // SETTINGS_INITIAL_WINDOW_SIZE: nothing.
    let mut client = Frames::connect(gateway, &[0, 4, 0, 0, 0, 0]).await;
    let long = b"\x82\x86\x04\x05/long\x41\x03api";
    client.write(&frame(HEADERS, END_STREAM | END_HEADERS, 1, long)).await.expect("it reads");
    let (stream, why) = client.read(RST_STREAM).await.expect("a reset");
    assert_eq!((stream, why), (1, 8_u32.to_be_bytes().to_vec()), "CANCEL");
    client.write(&frame(HEADERS, END_STREAM | END_HEADERS, 3, GET)).await.expect("it reads");
    assert_eq!(client.read(HEADERS).await.expect("an answer").0, 3);
}

#[tokio::test]
async fn a_connection_that_nobody_uses_is_closed_with_a_word() {
    let upstream = TestUpstream::saying(&[]);
    let limits = Limits::default().head(Duration::from_millis(100));
    let gateway = Gateway::new(policy(), upstream.upstream()).limit(limits);
    let gateway = start(gateway.speak_http2_in_the_clear());
    let mut client = Frames::connect(gateway, &[]).await;
    client.write(&frame(HEADERS, END_STREAM | END_HEADERS, 1, GET)).await.expect("it reads");
    assert!(client.read(DATA).await.is_some());
    let (_, why) = client.read(GOAWAY).await.expect("a good-bye");
    assert_eq!(why[4..8], [0; 4], "NO_ERROR");
    // One that says nothing at all is closed, too.
    let mut silent = TcpStream::connect(gateway).await.expect("the gateway listens");
    silent.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await.expect("the gateway reads");
    let _ = crate::raw::read_to_end(&mut silent).await;
}

/// Told to stop, the gateway finishes what is under way and takes nothing new.
#[tokio::test]
async fn a_stop_waits_for_answers() {
    let upstream = TestUpstream::start(|_, _| {
        std::thread::sleep(Duration::from_millis(50));
        Response::new(full("hello"))
    });
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let gateway = Gateway::new(policy(), upstream.upstream()).speak_http2_in_the_clear();
    let serving = tokio::spawn(gateway.serve(listener, async {
        let _ = stopped.await;
    }));
    let mut client = in_the_clear(address).await;
    let asked = client.send_request(get("/").body(nothing()).expect("a request"));
    let asked = tokio::spawn(asked);
    while upstream.seen().is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    stop.send(()).expect("it still serves");
    let answer = asked.await.expect("no panic").expect("an answer");
    assert_eq!(answer.into_body().collect().await.expect("a body").to_bytes(), "hello");
    let ended = tokio::time::timeout(Duration::from_secs(2), serving).await;
    ended.expect("it stops").expect("no panic").expect("no error");
}
