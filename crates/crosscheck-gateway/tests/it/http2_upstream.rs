//! HTTP/2 behind: gRPC needs it from end to end, and pages speak gRPC-web through it.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use crosscheck_gateway::Gateway;
use crosscheck_gateway::Limits;
use crosscheck_gateway::Upstream;
use crosscheck_gateway::UpstreamTls;
use http::HeaderMap;
use http::Request;
use http::Response;
use http::request::Parts;
use http_body_util::BodyExt;
use hyper::body::Body as _;
use hyper::body::Frame;
use hyper::body::Incoming;
use hyper::client::conn::http2::SendRequest;
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::TokioExecutor;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

use crate::peers::policy;
use crate::peers::send;
use crate::peers::start;
use crate::raw::ask;
use crate::tls::Authority;
use crate::tls::secure_upstream;

/// Frames as they are put in, from another task or beforehand.
struct Frames(mpsc::UnboundedReceiver<Frame<Bytes>>);

impl hyper::body::Body for Frames {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(context).map(|frame| frame.map(Ok))
    }
}

fn frames() -> (mpsc::UnboundedSender<Frame<Bytes>>, Frames) {
    let (put, frames) = mpsc::unbounded_channel();
    (put, Frames(frames))
}

fn ready(frames: impl Into<VecDeque<Frame<Bytes>>>) -> Frames {
    let (put, body) = self::frames();
    for frame in frames.into() {
        put.send(frame).expect("it is read later");
    }
    body
}

fn grpc_status(code: &str) -> Frame<Bytes> {
    let mut trailers = HeaderMap::new();
    trailers.insert("grpc-status", code.parse().expect("a value"));
    // Only a head may say that.
    trailers.insert("access-control-allow-origin", "*".parse().expect("a value"));
    Frame::trailers(trailers)
}

/// A server that speaks HTTP/2 alone, says every message of a request back as it comes, and then how it went.
struct Echo {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<Parts>>>,
    connections: Arc<AtomicUsize>,
}

impl Echo {
    /// In: how many requests of a connection it answers before it says good-bye.
    async fn start(most: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (asked, connections) = <(Arc<Mutex<Vec<Parts>>>, Arc<AtomicUsize>)>::default();
        let (remember, count) = (asked.clone(), connections.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::Relaxed);
                let remember = remember.clone();
                let (done, mut dones) = mpsc::unbounded_channel();
                let service = service_fn(move |request: Request<Incoming>| {
                    let (remember, done) = (remember.clone(), done.clone());
                    async move {
                        let (head, mut body) = request.into_parts();
                        remember.lock().expect("no panic").push(head);
                        let (put, frames) = frames();
                        tokio::spawn(async move {
                            while let Some(Ok(frame)) = body.frame().await {
                                let _ = put.send(frame);
                            }
                            let _ = put.send(grpc_status("0"));
                            let _ = done.send(());
                        });
                        let answer = Response::builder().header("content-type", "application/grpc");
                        Ok::<_, Infallible>(answer.body(frames).expect("an answer"))
                    }
                });
                tokio::spawn(async move {
                    let server = http2::Builder::new(TokioExecutor::new());
                    let mut serving =
                        std::pin::pin!(server.serve_connection(TokioIo::new(stream), service));
                    let all_done = async {
                        for _ in 0..most {
                            dones.recv().await;
                        }
                    };
                    tokio::select! {
                        _ = serving.as_mut() => return,
                        () = all_done => serving.as_mut().graceful_shutdown(),
                    }
                    let _ = serving.await;
                });
            }
        });
        Self { address, asked, connections }
    }

    fn upstream(&self) -> Upstream {
        let upstream = Upstream::parse(&format!("http://{}", self.address));
        upstream.expect("an upstream").over_http2()
    }

    fn asked(&self) -> Vec<Parts> {
        self.asked.lock().expect("no panic").clone()
    }
}

async fn client(gateway: SocketAddr) -> SendRequest<Frames> {
    let stream = TcpStream::connect(gateway).await.expect("the gateway listens");
    let handshake =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await;
    let (sender, connection) = handshake.expect("HTTP/2");
    tokio::spawn(connection);
    sender
}

fn call(body: Frames) -> Request<Frames> {
    Request::post("http://api.example/shop.Orders/Watch")
        .header("content-type", "application/grpc")
        .header("te", "trailers")
        .body(body)
        .expect("a request")
}

/// Both sides speak at once: the first answer comes before the second question.
#[tokio::test]
async fn a_grpc_call_talks_in_both_directions_and_says_how_it_went() {
    let upstream = Echo::start(usize::MAX).await;
    let gateway = Gateway::new(policy(), upstream.upstream()).speak_http2_in_the_clear();
    let mut client = client(start(gateway)).await;
    let (put, body) = frames();
    let answering = client.send_request(call(body));
    put.send(Frame::data("one".into())).expect("it is sent");
    let answer = answering.await.expect("an answer");
    assert_eq!(answer.headers()["content-type"], "application/grpc");
    let mut body = answer.into_body();
    for (said, next) in [("one", Some("two")), ("two", None)] {
        let frame = body.frame().await.expect("a frame").expect("whole");
        assert_eq!(frame.into_data().expect("data"), said);
        if let Some(next) = next {
            put.send(Frame::data(next.into())).expect("it is sent");
        }
    }
    drop(put);
    let trailers = body.frame().await.expect("a frame").expect("whole").into_trailers();
    let trailers = trailers.expect("trailers");
    assert_eq!(trailers["grpc-status"], "0");
    assert_eq!(trailers.len(), 1, "{trailers:?}");
    let asked = &upstream.asked()[0];
    assert_eq!(asked.headers["te"], "trailers");
    assert_eq!(asked.uri.to_string(), format!("http://{}/shop.Orders/Watch", upstream.address));
    assert_eq!(asked.headers["x-forwarded-host"], "api.example");
    assert!(!asked.headers.contains_key("transfer-encoding"));
}

/// gRPC-web is HTTP as every page speaks it: over HTTP/1.1 in front, HTTP/2 behind, and CORS on top.
#[tokio::test]
async fn a_page_speaks_grpc_web_through_it() {
    let upstream = Echo::start(usize::MAX).await;
    let gateway = start(Gateway::new(policy(), upstream.upstream()));
    for (framing, body) in
        [("content-length: 5", "hello"), ("transfer-encoding: chunked", "5\r\nhello\r\n0\r\n\r\n")]
    {
        let request = format!(
            "POST /shop.Orders/List HTTP/1.1\r\nhost: api\r\norigin: https://app.example\r\n\
             content-type: application/grpc-web+proto\r\nx-grpc-web: 1\r\nconnection: close\r\n{framing}\r\n\r\n{body}"
        );
        let (answer, is_whole) = ask(gateway, request.as_bytes()).await;
        assert_eq!((answer.status, is_whole), (200, true), "{framing}: {answer:?}");
        assert_eq!(String::from_utf8_lossy(&answer.body), "hello");
        let allowed = answer.header("access-control-allow-origin");
        assert_eq!(allowed.as_deref(), Some("https://app.example"));
    }
    for asked in upstream.asked() {
        assert_eq!(asked.headers["x-grpc-web"], "1");
        for gone in ["connection", "transfer-encoding", "host", "te", "origin-trial"] {
            assert!(!asked.headers.contains_key(gone), "{gone}: {asked:?}");
        }
    }
}

#[tokio::test]
async fn all_requests_share_one_connection() {
    let upstream = Echo::start(usize::MAX).await;
    let gateway = Gateway::new(policy(), upstream.upstream()).speak_http2_in_the_clear();
    let mut client = client(start(gateway)).await;
    client.send_request(call(ready([]))).await.expect("an answer");
    let calls: Vec<_> = (0..60)
        .map(|index| client.send_request(call(ready([Frame::data(format!("{index}").into())]))))
        .collect();
    for (index, answer) in calls.into_iter().enumerate() {
        let body = answer.await.expect("an answer").into_body();
        assert_eq!(body.collect().await.expect("whole").to_bytes(), format!("{index}"));
    }
    assert_eq!(upstream.connections.load(Ordering::Relaxed), 1);
}

/// It says good-bye after three, and nobody in front notices.
#[tokio::test]
async fn a_connection_that_ends_is_followed_by_another() {
    let upstream = Echo::start(3).await;
    let gateway = start(Gateway::new(policy(), upstream.upstream()));
    for _ in 0..10 {
        // Asked twice.
        assert_eq!(send(gateway, "GET / HTTP/1.1\nhost: api").await.status, 200);
    }
    assert_eq!(upstream.asked().len(), 20);
    assert!(upstream.connections.load(Ordering::Relaxed) >= 6);
}

/// Who speaks HTTP/1.1 only is not asked in another way than the file says.
#[tokio::test]
async fn who_speaks_no_http2_is_a_502() {
    let raw = crate::raw::RawUpstream::saying(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    let gateway = start(Gateway::new(policy(), raw.upstream().over_http2()));
    let answer = send(gateway, "GET / HTTP/1.1\nhost: api\norigin: https://app.example").await;
    assert_eq!(answer.status, 502);
    assert!(answer.header("access-control-allow-origin").is_some());

    let authority = Authority::new();
    let address = secure_upstream(&authority, None).await;
    let tls = UpstreamTls::roots(authority.root().as_bytes()).expect("roots");
    let upstream = Upstream::parse(&format!("https://{address}")).expect("an upstream");
    let gateway = start(Gateway::new(policy(), upstream.over_tls(tls).over_http2()));
    assert_eq!(send(gateway, "GET / HTTP/1.1\nhost: api").await.status, 502);
}

/// An answer without a body ends with its head.
#[tokio::test]
async fn an_answer_may_be_a_head_alone() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let service = service_fn(|_: Request<Incoming>| async {
                let answer = Response::builder().header("grpc-status", "12");
                Ok::<_, Infallible>(answer.body(ready([])).expect("an answer"))
            });
            let server = http2::Builder::new(TokioExecutor::new());
            tokio::spawn(server.serve_connection(TokioIo::new(stream), service));
        }
    });
    let upstream = Upstream::parse(&format!("http://{address}")).expect("an upstream");
    let gateway = Gateway::new(policy(), upstream.over_http2()).speak_http2_in_the_clear();
    let mut client = client(start(gateway)).await;
    let answer = client.send_request(call(ready([]))).await.expect("an answer");
    assert_eq!(answer.headers()["grpc-status"], "12");
    let body = answer.into_body();
    assert!(body.is_end_stream() || body.collect().await.expect("whole").to_bytes().is_empty());
}

/// It is the client's fault, and the client is told so, whatever the upstream is told.
#[tokio::test]
async fn a_body_that_breaks_off_is_the_clients_fault_here_too() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // It answers only what is whole.
            let service = service_fn(|request: Request<Incoming>| async {
                request.into_body().collect().await?;
                Ok::<_, hyper::Error>(Response::new(ready([])))
            });
            let server = http2::Builder::new(TokioExecutor::new());
            tokio::spawn(server.serve_connection(TokioIo::new(stream), service));
        }
    });
    let upstream = Upstream::parse(&format!("http://{address}")).expect("an upstream");
    let limits = Limits::default().progress(Duration::from_millis(50));
    let gateway = start(Gateway::new(policy(), upstream.over_http2()).limit(limits));
    for (framing, body, status) in [
        ("content-length: 5", "hello", 200),
        ("transfer-encoding: chunked", "5\r\nhello\r\nzz\r\n", 400),
        ("content-length: 9", "hello", 408),
        ("transfer-encoding: chunked", "5\r\nhello\r\n", 408),
    ] {
        let request = format!(
            "POST / HTTP/1.1\r\nhost: api\r\norigin: https://app.example\r\nconnection: close\r\n{framing}\r\n\r\n{body}"
        );
        let (answer, is_whole) = ask(gateway, request.as_bytes()).await;
        assert_eq!((answer.status, is_whole), (status, true), "{framing} {body:?}");
        assert!(answer.header("access-control-allow-origin").is_some(), "{framing}");
    }
}
