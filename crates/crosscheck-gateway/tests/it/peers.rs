//! The other two ends: an upstream that answers as told, a client that sees every byte.

use std::convert::Infallible;
use std::future::pending;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::Mutex;

use bytes::Bytes;
use crosscheck::server::Config;
use crosscheck::server::Policy;
use crosscheck_gateway::Gateway;
use crosscheck_gateway::PolicyHandle;
use crosscheck_gateway::Upstream;
use http::Request;
use http::Response;
use http::request::Parts;
use http_body_util::BodyExt;
use http_body_util::Full;
use http_body_util::combinators::BoxBody;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

pub(crate) type Body = BoxBody<Bytes, Infallible>;

/// A server that answers by a function and remembers the heads of what it was asked.
pub(crate) struct TestUpstream {
    pub(crate) address: SocketAddr,
    seen: Arc<Mutex<Vec<Parts>>>,
}

impl TestUpstream {
    /// Starts one that reads each request's body to its end, then answers.
    pub(crate) fn start(
        answer: impl Fn(&Parts, u64) -> Response<Body> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.set_nonblocking(true).expect("a socket that does not block");
        let address = listener.local_addr().expect("a bound socket has an address");
        let seen = Arc::<Mutex<Vec<Parts>>>::default();
        let (answer, remember) = (Arc::new(answer), seen.clone());
        tokio::spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a runtime");
            while let Ok((stream, _)) = listener.accept().await {
                let (answer, remember) = (answer.clone(), remember.clone());
                let service = service_fn(move |request: Request<Incoming>| {
                    let (answer, remember) = (answer.clone(), remember.clone());
                    async move {
                        let (parts, mut body) = request.into_parts();
                        remember.lock().expect("no panic").push(parts.clone());
                        let mut length = 0;
                        while let Some(frame) = body.frame().await {
                            let frame = frame?;
                            length += frame.data_ref().map_or(0, |data| data.len() as u64);
                        }
                        Ok::<_, hyper::Error>(answer(&parts, length))
                    }
                });
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
        Self { address, seen }
    }

    /// Starts one that answers everything with 200, `hello` and these header lines.
    pub(crate) fn saying(lines: &'static [(&'static str, &'static str)]) -> Self {
        Self::start(move |_, _| {
            let mut answer = Response::new(full("hello"));
            for (name, value) in lines {
                answer.headers_mut().append(*name, value.parse().expect("a value"));
            }
            answer
        })
    }

    /// The heads of all requests so far.
    pub(crate) fn seen(&self) -> Vec<Parts> {
        self.seen.lock().expect("no panic").clone()
    }

    /// The head of what was asked last, which was [sent](send) twice: the upstream was told the same both times.
    pub(crate) fn asked_last(&self) -> Parts {
        let mut seen = self.seen();
        let (Some(last), Some(first)) = (seen.pop(), seen.pop()) else { panic!("two requests") };
        assert_eq!((&first.method, &first.uri), (&last.method, &last.uri));
        assert_eq!(first.headers, last.headers);
        last
    }

    pub(crate) fn upstream(&self) -> Upstream {
        Upstream::parse(&format!("http://{}", self.address)).expect("an upstream")
    }
}

pub(crate) fn full(text: &'static str) -> Body {
    Full::new(Bytes::from_static(text.as_bytes())).boxed()
}

/// The policy of all these tests: one origin, with credentials.
pub(crate) fn policy() -> PolicyHandle {
    let policy = Policy::new(&Config {
        origins: vec!["https://app.example".into()],
        credentials: true,
        methods: vec!["PUT".into()],
        request_headers: vec!["x-token".into()],
        expose_headers: vec!["x-total".into()],
        max_age: Some(600),
        ..Config::default()
    });
    PolicyHandle::new(policy.expect("a sound policy"))
}

/// Starts a gateway in this runtime; it ends with the runtime.
pub(crate) fn start(gateway: Gateway) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("a bound socket has an address");
    tokio::spawn(gateway.serve(listener, pending()));
    address
}

/// An answer as it came over the wire.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) lines: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The values of all lines with that name (lower case), joined.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let lines: Vec<&str> =
            self.lines.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_str()).collect();
        (!lines.is_empty()).then(|| lines.join(" | "))
    }

    /// The lines that speak of CORS, sorted, `Vary` included.
    pub(crate) fn cors(&self) -> Vec<String> {
        let mut lines: Vec<String> = self
            .lines
            .iter()
            .filter(|(name, _)| name.starts_with("access-control-") || name == "vary")
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        lines.sort();
        lines
    }
}

/// Sends a head as it is written (lines parted by `\n`), once to be answered over a connection that is closed, and once
/// over one that stays: a plain request is read by hyper, and then by the gateway itself, which has a connection to the
/// upstream by then. Out: the answer, which is the same.
pub(crate) async fn send(address: SocketAddr, head: &str) -> Answer {
    let lines = head.trim().replace('\n', "\r\n");
    let closed = send_closing(address, head).await;
    let kept = ask_kept(address, format!("{lines}\r\n\r\n").as_bytes()).await;
    assert_same(&kept, &closed, head);
    closed
}

/// Sends a head as it is written and reads the answer to the end of its connection.
pub(crate) async fn send_closing(address: SocketAddr, head: &str) -> Answer {
    let mut stream = TcpStream::connect(address).await.expect("the gateway listens");
    let head = format!("{}\nconnection: close\n\n", head.trim()).replace('\n', "\r\n");
    stream.write_all(head.as_bytes()).await.expect("the gateway reads");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.expect("the gateway answers");
    parse(&bytes)
}

/// Sends a request, in one go, and reads its answer to where it says that it ends.
pub(crate) async fn ask_kept(address: SocketAddr, request: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).await.expect("the gateway listens");
    stream.write_all(request).await.expect("the gateway reads");
    let (mut bytes, mut part) = (Vec::new(), [0; 4096]);
    while !has_ended(&bytes, request) {
        match stream.read(&mut part).await {
            Ok(read @ 1..) => bytes.extend_from_slice(&part[..read]),
            Ok(0) | Err(_) => break,
        }
    }
    assert!(!bytes.is_empty(), "no answer to {:?}", String::from_utf8_lossy(request));
    parse(&bytes)
}

/// Whether an answer is whole, by what it says of its length.
pub(crate) fn has_ended(bytes: &[u8], request: &[u8]) -> bool {
    let Some(end) = bytes.windows(4).position(|w| w == b"\r\n\r\n") else { return false };
    let (answer, body) = (parse(bytes), &bytes[end + 4..]);
    let has_no_body = request.starts_with(b"HEAD") || matches!(answer.status, 204 | 304);
    match answer.header("content-length") {
        _ if has_no_body => true,
        Some(length) => length.parse().is_ok_and(|length: usize| body.len() >= length),
        None if answer.header("transfer-encoding").is_some() => {
            (body.starts_with(b"0\r\n") || body.windows(5).any(|w| w == b"\r\n0\r\n"))
                && body.ends_with(b"\r\n\r\n")
        }
        None => false,
    }
}

/// Fails where an answer over a connection that stays is another than that over one that is closed.
pub(crate) fn assert_same(kept: &Answer, closed: &Answer, asked: &str) {
    let said = |answer: &Answer| {
        let of_the_message = |(name, _): &&(String, String)| name != "connection" && name != "date";
        answer.lines.iter().filter(of_the_message).cloned().collect::<Vec<_>>()
    };
    assert_eq!(kept.status, closed.status, "{asked}\n{kept:?}\n{closed:?}");
    assert_eq!(said(kept), said(closed), "{asked}");
    assert_eq!(kept.body, closed.body, "{asked}");
}

pub(crate) fn parse(bytes: &[u8]) -> Answer {
    let end = bytes.windows(4).position(|w| w == b"\r\n\r\n").expect("a whole head");
    let head = std::str::from_utf8(&bytes[..end]).expect("a head in ASCII");
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|l| l.split(' ').nth(1)).and_then(|s| s.parse().ok());
    let lines = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_string()))
        .collect();
    Answer { status: status.expect("a status"), lines, body: bytes[end + 4..].to_vec() }
}
