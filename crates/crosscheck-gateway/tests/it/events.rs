//! Answers that never end, and what is said after an answer: as they come, over both versions of HTTP.

use std::time::Duration;

use bytes::Bytes;
use crosscheck_gateway::Gateway;
use crosscheck_gateway::Upstream;
use http::Request;
use http_body_util::BodyExt;
use http_body_util::Empty;
use hyper::client::conn::http2::SendRequest;
use hyper_util::rt::TokioExecutor;
use hyper_util::rt::TokioIo;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

use crate::peers::policy;
use crate::peers::start;
use crate::raw::read_request;

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n";

/// Answers each request with what it is given, one write for each; tells when a connection has ended.
async fn upstream(
    parts: mpsc::UnboundedReceiver<String>,
) -> (Upstream, mpsc::UnboundedReceiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let (ended, ends) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let mut parts = parts;
        while let Ok((mut stream, _)) = listener.accept().await {
            read_request(&mut stream).await.expect("a request");
            let mut byte = [0];
            loop {
                tokio::select! {
                    part = parts.recv() => {
                        let Some(part) = part else { return };
                        stream.write_all(part.as_bytes()).await.expect("the gateway reads");
                    }
                    _ = stream.read(&mut byte) => break,
                }
            }
            let _ = ended.send(());
        }
    });
    (Upstream::parse(&format!("http://{address}")).expect("an upstream"), ends)
}

async fn over_http2(gateway: Gateway) -> SendRequest<Empty<Bytes>> {
    let stream = TcpStream::connect(start(gateway.speak_http2_in_the_clear())).await;
    let stream = TokioIo::new(stream.expect("the gateway listens"));
    let handshake = hyper::client::conn::http2::handshake(TokioExecutor::new(), stream).await;
    let (client, connection) = handshake.expect("HTTP/2");
    tokio::spawn(connection);
    client
}

fn get() -> Request<Empty<Bytes>> {
    let request = Request::get("http://api.example/events").header("te", "trailers");
    request.header("origin", "https://app.example").body(Empty::new()).expect("a request")
}

/// Each is there before the next is made; and who goes away is gone for the upstream, too.
#[tokio::test]
async fn events_come_one_by_one_until_the_page_goes_away() {
    for framing in ["", "transfer-encoding: chunked\r\n"] {
        let (say, parts) = mpsc::unbounded_channel();
        let (upstream, mut ends) = upstream(parts).await;
        let gateway = Gateway::new(policy(), upstream);
        let event = |text: &str| match framing {
            "" => text.to_owned(),
            _ => format!("{:x}\r\n{text}\r\n", text.len()),
        };
        let mut stream = TcpStream::connect(start(gateway.clone())).await.expect("it listens");
        let request = b"GET / HTTP/1.1\r\nhost: api\r\norigin: https://app.example\r\n\r\n";
        stream.write_all(request).await.expect("the gateway reads");
        say.send(format!("{HEAD}{framing}\r\n")).expect("the upstream listens");
        let mut got = String::new();
        for text in ["data: one\n\n", "data: two\n\n", "data: three\n\n"] {
            say.send(event(text)).expect("the upstream listens");
            while !got.contains(text) {
                let mut part = [0; 512];
                let length = stream.read(&mut part).await.expect("an event");
                assert!(length > 0, "hung up after {got:?}");
                got.push_str(std::str::from_utf8(&part[..length]).expect("text"));
            }
        }
        assert!(got.contains("access-control-allow-origin: https://app.example"), "{got}");
        drop(stream);
        ends.recv().await.expect("it hears of it");

        let mut client = over_http2(gateway).await;
        let answering = client.send_request(get());
        say.send(format!("{HEAD}{framing}\r\n")).expect("the upstream listens");
        let answer = answering.await.expect("an answer");
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        let mut body = answer.into_body();
        for text in ["data: one\n\n", "data: two\n\n"] {
            say.send(event(text)).expect("the upstream listens");
            let frame = body.frame().await.expect("a frame").expect("an event");
            assert_eq!(frame.into_data().expect("data"), text);
        }
        // The page closes one source, and keeps its connection.
        drop(body);
        let end = tokio::time::timeout(Duration::from_secs(5), ends.recv()).await;
        end.expect("the stream is reset").expect("it hears of it");
    }
}

/// What HTTP/1.1 says behind the last chunk HTTP/2 says in a head of its own.
#[tokio::test]
async fn trailers_are_the_same_over_http2() {
    let (say, parts) = mpsc::unbounded_channel();
    let (upstream, _ends) = upstream(parts).await;
    let mut client = over_http2(Gateway::new(policy(), upstream)).await;
    let answering = client.send_request(get());
    let chunks = "5\r\nhello\r\n0\r\nx-checksum: 1\r\nset-cookie: a=b\r\naccess-control-allow-origin: *\r\n\r\n";
    say.send(format!("{HEAD}transfer-encoding: chunked\r\n\r\n{chunks}")).expect("it listens");
    let body = answering.await.expect("an answer").into_body().collect().await.expect("whole");
    let trailers = body.trailers().cloned().expect("trailers");
    assert_eq!(trailers["x-checksum"], "1");
    assert_eq!(trailers.len(), 1, "{trailers:?}");
    assert_eq!(body.to_bytes(), "hello");
}
