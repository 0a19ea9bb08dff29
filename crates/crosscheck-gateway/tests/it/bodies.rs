//! Bodies go through as they come, in both directions.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;

use bytes::Bytes;
use crosscheck_gateway::Gateway;
use http::Response;
use http_body_util::BodyExt;
use hyper::body::Frame;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::memory::Scales;
use crate::peers::Answer;
use crate::peers::TestUpstream;
use crate::peers::full;
use crate::peers::policy;
use crate::peers::send;
use crate::peers::start;

const CHUNK: usize = 64 * 1024;
const CHUNKS: usize = 1024;

/// 64 MiB, made while it is read; its length is not told.
struct Generated(usize);

impl hyper::body::Body for Generated {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        static BYTES: [u8; CHUNK] = [b'x'; CHUNK];
        if self.0 == 0 {
            return Poll::Ready(None);
        }
        self.0 -= 1;
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&BYTES)))))
    }
}

/// The most that the gateway may hold of 64 MiB that go through.
const MOST: u64 = 512 * 1024;

#[test]
fn a_long_answer_streams_without_being_held() {
    let scales = Scales::new();
    let (upstream, _) = scales.weigh_elsewhere(async {
        TestUpstream::start(|_, _| Response::new(Generated(CHUNKS).boxed()))
    });
    let gateway = scales.start(Gateway::new(policy(), upstream.upstream()));
    let (length, weight) = scales.weigh_elsewhere(length_of_answer(gateway));
    assert!(length > CHUNK * CHUNKS, "{length}");
    assert!(weight.bytes_max < MOST, "{} bytes stayed", weight.bytes_max);
}

async fn length_of_answer(gateway: SocketAddr) -> usize {
    let mut stream = TcpStream::connect(gateway).await.expect("the gateway listens");
    let head = b"GET / HTTP/1.1\r\nhost: api\r\nconnection: close\r\n\r\n";
    stream.write_all(head).await.expect("the gateway reads");
    let (mut total, mut buffer) = (0, vec![0; CHUNK]);
    loop {
        let read = stream.read(&mut buffer).await.expect("a whole answer");
        if read == 0 {
            return total;
        }
        total += read;
    }
}

#[test]
fn a_long_request_streams_without_being_held() {
    let scales = Scales::new();
    let (upstream, _) = scales.weigh_elsewhere(async {
        TestUpstream::start(|_, length| {
            let mut answer = Response::new(full(""));
            answer.headers_mut().insert("x-length", length.into());
            answer
        })
    });
    let gateway = scales.start(Gateway::new(policy(), upstream.upstream()));
    let (answer, weight) = scales.weigh_elsewhere(upload(gateway, CHUNK * CHUNKS));
    let length = (CHUNK * CHUNKS).to_string();
    assert_eq!(answer.header("x-length").as_deref(), Some(&*length));
    assert_eq!(upstream.seen()[0].headers["content-length"], *length);
    assert!(weight.bytes_max < MOST, "{} bytes stayed", weight.bytes_max);
}

async fn upload(gateway: SocketAddr, length: usize) -> Answer {
    let mut stream = TcpStream::connect(gateway).await.expect("the gateway listens");
    let head = format!(
        "POST / HTTP/1.1\r\nhost: api\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.expect("the gateway reads");
    let chunk = vec![b'x'; CHUNK];
    for _ in 0..length / CHUNK {
        stream.write_all(&chunk).await.expect("the gateway reads");
    }
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("an answer");
    crate::peers::parse(&answer)
}

#[tokio::test]
async fn a_length_beside_chunks_is_not_believed() {
    let upstream = TestUpstream::start(|_, length| {
        let mut answer = Response::new(full(""));
        answer.headers_mut().insert("x-length", length.into());
        answer
    });
    let gateway = start(Gateway::new(policy(), upstream.upstream()));
    let mut stream = TcpStream::connect(gateway).await.expect("the gateway listens");
    let request = b"POST / HTTP/1.1\r\nhost: api\r\nconnection: close\r\ncontent-length: 4\r\n\
                    transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    stream.write_all(request).await.expect("the gateway reads");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("an answer");
    let answer = crate::peers::parse(&answer);
    match answer.status {
        400 => assert!(upstream.seen().is_empty()),
        _ => {
            assert_eq!(answer.header("x-length").as_deref(), Some("5"));
            assert!(!upstream.seen()[0].headers.contains_key("content-length"));
        }
    }
}

#[tokio::test]
async fn head_and_304_keep_the_length_and_have_no_body() {
    let upstream = TestUpstream::start(|request, _| {
        let mut answer = Response::new(full(""));
        if request.uri.path() == "/304" {
            *answer.status_mut() = http::StatusCode::NOT_MODIFIED;
            answer.headers_mut().insert("etag", "\"a\"".parse().expect("a value"));
        } else {
            answer.headers_mut().insert("content-length", 5.into());
        }
        answer
    });
    let gateway = start(Gateway::new(policy(), upstream.upstream()));
    let answer = send(gateway, "HEAD / HTTP/1.1\nhost: api\norigin: https://app.example").await;
    assert_eq!(answer.header("content-length").as_deref(), Some("5"));
    assert!(answer.body.is_empty());
    assert!(answer.header("access-control-allow-origin").is_some());
    let answer = send(gateway, "GET /304 HTTP/1.1\nhost: api\norigin: https://app.example").await;
    assert_eq!((answer.status, answer.header("etag").as_deref()), (304, Some("\"a\"")));
    assert!(answer.header("access-control-allow-origin").is_some());
}
