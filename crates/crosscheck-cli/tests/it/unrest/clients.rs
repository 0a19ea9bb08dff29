//! Who asks meanwhile: over HTTP/1.1, over streams of HTTP/2, and over WebSockets, each over connections of its own.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use http::HeaderMap;
use http::Request;
use http_body_util::BodyExt;
use http_body_util::Empty;
use hyper::body::Bytes;
use hyper::client::conn::http2;
use hyper::client::conn::http2::SendRequest;
use hyper_util::rt::TokioExecutor;
use hyper_util::rt::TokioIo;
use tokio::io::AsyncRead;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWrite;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::RootCertStore;
use tokio_rustls::rustls::crypto::ring;

use super::ALWAYS;
use super::SOMETIMES;
use super::Seen;
use super::program::Program;
use super::upstream::Answered;

#[derive(Clone)]
pub(crate) struct Clients {
    gateway: SocketAddr,
    roots: Option<Arc<RootCertStore>>,
    seen: Arc<Seen>,
    answered: Answered,
}

trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

/// What is known before a request is sent.
struct Asked {
    path: String,
    origin: &'static str,
    version: u64,
}

impl Clients {
    pub(crate) fn new(program: &Program, seen: Arc<Seen>, answered: Answered) -> Self {
        Self { gateway: program.address, roots: program.roots(), seen, answered }
    }

    pub(crate) fn start(&self) -> JoinSet<()> {
        let mut tasks = JoinSet::new();
        for number in 0..6 {
            tasks.spawn(self.clone().ask_over_http1(origin(number)));
        }
        for _ in 0..2 {
            tasks.spawn(self.clone().ask_over_http2());
        }
        for messages in [10, 10, u64::MAX, u64::MAX] {
            tasks.spawn(self.clone().talk(messages));
        }
        tasks
    }

    /// Each handshake meets the certificate of the day.
    async fn connect(&self, protocol: &str) -> Box<dyn Wire> {
        let stream = TcpStream::connect(self.gateway).await.expect("it listens");
        let Some(roots) = &self.roots else { return Box::new(stream) };
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(rustls::ALL_VERSIONS)
            .expect("versions");
        let mut config = config.with_root_certificates(Arc::clone(roots)).with_no_client_auth();
        config.alpn_protocols = vec![protocol.into()];
        let name = "api.example".try_into().expect("a name");
        let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await;
        let stream = stream.expect("there is always a certificate");
        let shown = stream.get_ref().1.peer_certificates().and_then(|chain| chain.first());
        let shown = shown.expect("a certificate").as_ref().to_vec();
        let mut certificates = self.seen.certificates.lock().expect("no panic");
        if !certificates.contains(&shown) {
            certificates.push(shown);
        }
        drop(certificates);
        Box::new(stream)
    }

    async fn ask_over_http1(self, origin: &'static str) {
        while !self.seen.is_over() {
            let mut stream = self.connect("http/1.1").await;
            for _ in 0..50 {
                let asked = self.begin(origin);
                let path = &asked.path;
                let request =
                    format!("GET {path} HTTP/1.1\r\nhost: api.example\r\norigin: {origin}\r\n\r\n");
                stream.write_all(request.as_bytes()).await.expect("it reads");
                let (status, headers, body) = read_answer(&mut stream).await;
                let as_chunk = format!("{:X}\r\n{path}\r\n0\r\n\r\n", path.len());
                let body = if body == as_chunk { path.clone() } else { body };
                self.end(&asked, status, &headers, &body).await;
            }
        }
    }

    async fn ask_over_http2(self) {
        while !self.seen.is_over() {
            let stream = TokioIo::new(self.connect("h2").await);
            let shaken = http2::handshake(TokioExecutor::new(), stream).await;
            let (client, connection) = shaken.expect("a connection");
            let driven = tokio::spawn(connection);
            let mut streams = JoinSet::new();
            for number in 0..3 {
                streams.spawn(self.clone().ask_over_stream(client.clone(), origin(number)));
            }
            while let Some(done) = streams.join_next().await {
                done.expect("no assertion failed");
            }
            drop(client);
            let _ = driven.await;
        }
    }

    async fn ask_over_stream(self, mut client: SendRequest<Empty<Bytes>>, origin: &'static str) {
        for _ in 0..30 {
            let asked = self.begin(origin);
            let request = Request::get(format!("https://api.example{}", asked.path));
            let request = request.header("origin", origin).body(Empty::new()).expect("a request");
            let answer = client.send_request(request).await.expect("it answers everything");
            let (head, body) = answer.into_parts();
            let body = body.collect().await.expect("and whole").to_bytes();
            let body = String::from_utf8_lossy(&body).into_owned();
            self.end(&asked, head.status.as_u16(), &head.headers, &body).await;
        }
    }

    /// Opens a WebSocket, says so many things, hears each again, and opens the next.
    async fn talk(self, messages: u64) {
        while !self.seen.is_over() {
            let mut stream = self.connect("http/1.1").await;
            let request = format!(
                "GET /socket HTTP/1.1\r\nhost: api.example\r\norigin: {ALWAYS}\r\nconnection: upgrade\r\n\
                 upgrade: websocket\r\nsec-websocket-version: 13\r\n\
                 sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
            );
            stream.write_all(request.as_bytes()).await.expect("it reads");
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(stream.read_u8().await.expect("it answers"));
            }
            assert!(head.starts_with(b"HTTP/1.1 101 "), "{}", String::from_utf8_lossy(&head));
            for number in 0..messages {
                if self.seen.is_over() {
                    break;
                }
                stream.write_u64(number).await.expect("it stays open");
                stream.flush().await.expect("it stays open");
                assert_eq!(stream.read_u64().await.expect("it stays open"), number);
                self.seen.echoed.fetch_add(1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }

    fn begin(&self, origin: &'static str) -> Asked {
        let path = format!("/{}", self.seen.next.fetch_add(1, Ordering::SeqCst));
        Asked { path, origin, version: self.seen.version.load(Ordering::SeqCst) }
    }

    /// Judges an answer.
    async fn end(&self, asked: &Asked, status: u16, headers: &HeaderMap, body: &str) {
        let Asked { path, origin, version } = asked;
        let now = self.seen.version.load(Ordering::SeqCst);
        let mut allowed = headers.get_all("access-control-allow-origin").iter();
        let allowed = (allowed.next().map(|it| it.to_str().expect("text")), allowed.next());
        let is_certain = *version == now && now.is_multiple_of(2);
        let with_guest = now / 2 % 2 == 1;
        match allowed {
            (Some(allowed), None) => assert_eq!(allowed, *origin, "{path}"),
            (None, None) => assert!(*origin != ALWAYS, "{path}"),
            more => panic!("{path}: {more:?}"),
        }
        if is_certain {
            let is_guest = *origin == SOMETIMES;
            assert_eq!(allowed.0.is_some(), !is_guest || with_guest, "{path}: {version}");
            self.seen.certain.fetch_add(1, Ordering::SeqCst);
        }
        assert_eq!(headers["vary"], "Origin", "{path}");
        if status == 200 {
            assert_eq!(body, path);
            return;
        }
        assert_eq!(status, 502, "{path}");
        self.seen.failed.fetch_add(1, Ordering::SeqCst);
        assert!(!self.answered.has(path), "the upstream had answered {path}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

const fn origin(number: u64) -> &'static str {
    if number.is_multiple_of(3) { SOMETIMES } else { ALWAYS }
}

/// Reads one answer, which must be whole.
async fn read_answer(stream: &mut (impl AsyncRead + Unpin)) -> (u16, HeaderMap, String) {
    let (mut text, mut part) = (String::new(), [0; 2048]);
    loop {
        let length = stream.read(&mut part).await.expect("it answers everything");
        assert!(length > 0, "it hangs up after {text:?}");
        text.push_str(str::from_utf8(&part[..length]).expect("text"));
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok());
        let lines = lines.filter_map(|line| line.split_once(": "));
        let headers: HeaderMap = lines
            .map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value")))
            .fold(HeaderMap::new(), |mut all, (name, value): (http::HeaderName, _)| {
                all.append(name, value);
                all
            });
        let is_whole = match headers.get("content-length") {
            Some(length) => length.to_str().ok().and_then(|it| it.parse().ok()) == Some(body.len()),
            None => body.ends_with("0\r\n\r\n"),
        };
        if is_whole {
            return (status.expect("a status"), headers, body.to_owned());
        }
    }
}
