#!/usr/bin/env bash
# hyper 1.12's HTTP/1 server forgets a response's head when the body's first poll is an error.
#
# The head has been handed over and encoded, but not flushed: the connection closes without a byte. To a
# client on a reused connection that looks like a connection that was closed before the request arrived,
# which browsers answer by sending the request again, a POST included. A reverse proxy meets this when
# its upstream dies between head and body. If the body is pending once before it fails, the head arrives.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
cat > "$folder/Cargo.toml" <<'TOML'
[package]
name = "failed-body"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
bytes = "=1.12.2"
hyper = { version = "=1.12.0", features = ["http1", "server"] }
hyper-util = { version = "=0.1.21", features = ["tokio"] }
tokio = { version = "=1.54.1", features = ["io-util", "macros", "net", "rt"] }
TOML
cat > "$folder/src/main.rs" <<'RUST'
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame};
use hyper::{Request, Response};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Fails, after so many polls that are pending.
struct Failing(u8);

impl Body for Failing {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        if self.0 == 0 {
            return Poll::Ready(Some(Err(std::io::ErrorKind::ConnectionReset.into())));
        }
        self.0 -= 1;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for pending in [0, 1] {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            let service = hyper::service::service_fn(move |_: Request<_>| async move {
                let response = Response::builder().header("content-length", "9");
                Ok::<_, Infallible>(response.body(Failing(pending)).unwrap())
            });
            let io = hyper_util::rt::TokioIo::new(stream);
            let _ = hyper::server::conn::http1::Builder::new().serve_connection(io, service).await;
        });
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        stream.write_all(b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n").await.unwrap();
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes).await;
        let head = String::from_utf8_lossy(&bytes);
        let head = head.lines().next().unwrap_or("not a byte");
        println!("pending {pending} times, then an error: the client gets {head}");
    }
}
RUST
expected='pending 0 times, then an error: the client gets not a byte
pending 1 times, then an error: the client gets HTTP/1.1 200 OK'
actual=$(cd "$folder" && cargo run --quiet 2>&1)
echo "hyper 1.12.0:"
echo "$actual"
if [ "$actual" != "$expected" ]; then
  echo "this has changed; it was:" >&2
  echo "$expected" >&2
  exit 1
fi
