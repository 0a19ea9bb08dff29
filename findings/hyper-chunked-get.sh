#!/usr/bin/env bash
# hyper 1.12's HTTP/1 client drops the body of a GET or HEAD whose length is not known, and reports success.
#
# RFC 9110 lets a GET carry content, and RFC 9112 frames it like that of any other method. A body that
# streams (no exact size hint) is sent in chunks for POST; for GET and HEAD the same body is never
# polled, no Transfer-Encoding is written, and the request completes with the server's 200. Only an
# explicit `Transfer-Encoding: chunked` header makes hyper send it. A proxy that strips hop-by-hop
# headers before it hands the body on, as the RFC demands, loses it without any error.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
cat > "$folder/Cargo.toml" <<'TOML'
[package]
name = "chunked-get"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
bytes = "=1.12.2"
http-body-util = "=0.1.5"
hyper = { version = "=1.12.0", features = ["client", "http1"] }
hyper-util = { version = "=0.1.21", features = ["tokio"] }
futures-util = { version = "=0.3.34", default-features = false }
tokio = { version = "=1.54.1", features = ["io-util", "macros", "net", "rt", "time"] }
TOML
cat > "$folder/src/main.rs" <<'RUST'
use std::convert::Infallible;

use bytes::Bytes;
use http_body_util::StreamBody;
use hyper::Request;
use hyper::body::Frame;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for (method, explicit) in
        [("POST", false), ("GET", false), ("HEAD", false), ("DELETE", false), ("GET", true)]
    {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let (mut seen, mut part) = (Vec::new(), [0; 1024]);
            loop {
                let read = tokio::time::timeout(std::time::Duration::from_millis(500), stream.read(&mut part));
                match read.await {
                    Ok(Ok(n)) if n > 0 => seen.extend_from_slice(&part[..n]),
                    _ => break,
                }
            }
            stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n").await.unwrap();
            String::from_utf8(seen).unwrap()
        });
        let stream = tokio::net::TcpStream::connect(address).await.unwrap();
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(hyper_util::rt::TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        let frames = [Ok::<_, Infallible>(Frame::data(Bytes::from_static(b"hello")))];
        let mut request = Request::builder().method(method).uri("/").header("host", "a");
        if explicit {
            request = request.header("transfer-encoding", "chunked");
        }
        let request = request.body(StreamBody::new(futures_util::stream::iter(frames))).unwrap();
        let status = sender.send_request(request).await.unwrap().status();
        let seen = server.await.unwrap();
        let header = if explicit { " with transfer-encoding: chunked" } else { "" };
        let body = if seen.contains("hello") { "arrives" } else { "is dropped" };
        println!("{method}{header}: {}, the body {body}", status.as_u16());
    }
}
RUST
expected='POST: 200, the body arrives
GET: 200, the body is dropped
HEAD: 200, the body is dropped
DELETE: 200, the body arrives
GET with transfer-encoding: chunked: 200, the body arrives'
actual=$(cd "$folder" && cargo run --quiet 2>&1)
echo "hyper 1.12.0:"
echo "$actual"
if [ "$actual" != "$expected" ]; then
  echo "this has changed; it was:" >&2
  echo "$expected" >&2
  exit 1
fi
