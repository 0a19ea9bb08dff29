//! An upstream and a client that speak in bytes, for what no HTTP library would say or let through.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;

use crosscheck_gateway::Gateway;
use crosscheck_gateway::Upstream;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::net::TcpStream;

use crate::peers::Answer;
use crate::peers::ask_kept;
use crate::peers::assert_same;
use crate::peers::parse;
use crate::peers::policy;
use crate::peers::start;

/// A server that answers in bytes and keeps those that it was asked in.
pub(crate) struct RawUpstream {
    pub(crate) address: SocketAddr,
    asked: Arc<Mutex<Vec<Vec<u8>>>>,
}

/// What a connection does after an answer.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Then {
    /// Waits for the next request.
    Keep,
    /// Closes, without a word before.
    Close,
    /// Takes one more request and closes instead of answering it.
    CloseOnNext,
    /// Says nothing more, and stays open.
    Silence,
}

impl RawUpstream {
    /// Starts one that reads each request to its end, answers `answer(request)`, and goes on as told; it closes where
    /// that is nothing.
    pub(crate) async fn start(
        then: Then,
        answer: impl Fn(&[u8]) -> Vec<u8> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let asked = Arc::<Mutex<Vec<Vec<u8>>>>::default();
        let (remember, answer) = (asked.clone(), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (remember, answer) = (remember.clone(), answer.clone());
                tokio::spawn(async move {
                    let mut is_first = true;
                    while let Some(request) = read_request(&mut stream).await {
                        remember.lock().expect("no panic").push(request.clone());
                        if then == Then::CloseOnNext && !is_first {
                            break;
                        }
                        is_first = false;
                        let answer = answer(&request);
                        if answer.is_empty() || stream.write_all(&answer).await.is_err() {
                            break;
                        }
                        match then {
                            Then::Keep | Then::CloseOnNext => {}
                            Then::Close => break,
                            Then::Silence => std::future::pending().await,
                        }
                    }
                });
            }
        });
        Self { address, asked }
    }

    /// Starts one that says the same to everybody and closes.
    pub(crate) async fn saying(answer: &'static [u8]) -> Self {
        Self::start(Then::Close, |_| answer.to_vec()).await
    }

    pub(crate) fn asked(&self) -> Vec<String> {
        let asked = self.asked.lock().expect("no panic");
        asked.iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect()
    }

    pub(crate) fn upstream(&self) -> Upstream {
        Upstream::parse(&format!("http://{}", self.address)).expect("an upstream")
    }

    /// A gateway in front of it.
    pub(crate) fn gateway(&self) -> SocketAddr {
        start(Gateway::new(policy(), self.upstream()))
    }
}

/// A head and its body; `None` when the connection is closed before.
pub(crate) async fn read_request(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    loop {
        let mut part = [0; 4096];
        let read = stream.read(&mut part).await.ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&part[..read]);
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
            let body = &bytes[end + 4..];
            let length = head.split("content-length: ").nth(1).map(|rest| {
                rest.split("\r\n").next().and_then(|n| n.parse().ok()).expect("a length")
            });
            let is_whole = match length {
                _ if head.contains("transfer-encoding: chunked") => {
                    (body.starts_with(b"0\r\n") || body.windows(5).any(|w| w == b"\r\n0\r\n"))
                        && body.ends_with(b"\r\n\r\n")
                }
                Some(length) => body.len() >= length,
                None => true,
            };
            if is_whole {
                return Some(bytes);
            }
        }
    }
}

/// Sends bytes as they are and reads until the gateway hangs up.
pub(crate) async fn exchange(gateway: SocketAddr, request: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(gateway).await.expect("the gateway listens");
    stream.write_all(request).await.expect("the gateway reads");
    read_to_end(&mut stream).await
}

/// Reads until the other side hangs up, in whatever way.
pub(crate) async fn read_to_end(stream: &mut TcpStream) -> Vec<u8> {
    let (mut bytes, mut part) = (Vec::new(), [0; 4096]);
    loop {
        match stream.read(&mut part).await {
            Ok(0) => return bytes,
            Ok(read) => bytes.extend_from_slice(&part[..read]),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => return bytes,
            Err(error) => panic!("{error}"),
        }
    }
}

/// The same, read as an answer; chunks are put together, and a body that is cut short is said so.
///
/// What says `Connection: close` is asked once more without: a plain request is read by hyper, and then by the gateway itself.
pub(crate) async fn ask(gateway: SocketAddr, request: &[u8]) -> (Answer, bool) {
    let (closed, is_whole) = ask_closing(gateway, request).await;
    let text = String::from_utf8_lossy(request).into_owned();
    if let Some(place) = request.windows(CLOSE.len()).position(|line| line == CLOSE) {
        let kept = [&request[..place], &request[place + CLOSE.len()..]].concat();
        let (kept, is_kept_whole) = together(ask_kept(gateway, &kept).await, request);
        assert_eq!(is_kept_whole, is_whole, "{text:?}: {kept:?}");
        assert_same(&kept, &closed, &text);
    }
    (closed, is_whole)
}

/// Asks once, and reads the answer to the end of its connection.
pub(crate) async fn ask_closing(gateway: SocketAddr, request: &[u8]) -> (Answer, bool) {
    let bytes = exchange(gateway, request).await;
    assert!(!bytes.is_empty(), "no answer to {:?}", String::from_utf8_lossy(request));
    together(parse(&bytes), request)
}

const CLOSE: &[u8] = b"connection: close\r\n";

/// The answer with its chunks put together, and whether it is whole.
fn together(mut answer: Answer, request: &[u8]) -> (Answer, bool) {
    let has_body = !request.starts_with(b"HEAD") && !matches!(answer.status, 204 | 304);
    let is_whole = if !has_body {
        answer.body.is_empty()
    } else if answer.header("transfer-encoding").is_some() {
        let (body, is_whole) = unchunk(&answer.body);
        answer.body = body;
        is_whole
    } else {
        let length = answer.header("content-length").map(|n| n.parse::<usize>().expect("a length"));
        length.is_none_or(|length| length == answer.body.len())
    };
    (answer, is_whole)
}

/// The bytes in chunks, trailers left out, and whether the last chunk is there.
fn unchunk(mut rest: &[u8]) -> (Vec<u8>, bool) {
    let mut body = Vec::new();
    loop {
        let Some(end) = rest.windows(2).position(|w| w == b"\r\n") else { return (body, false) };
        let size = std::str::from_utf8(&rest[..end]).ok();
        let size = size.and_then(|hex| usize::from_str_radix(hex, 16).ok()).expect("a size");
        if size == 0 {
            return (body, rest.ends_with(b"\r\n\r\n"));
        }
        let Some(chunk) = rest.get(end + 2..end + 2 + size) else { return (body, false) };
        body.extend_from_slice(chunk);
        let Some(next) = rest.get(end + 2 + size + 2..) else { return (body, false) };
        rest = next;
    }
}
