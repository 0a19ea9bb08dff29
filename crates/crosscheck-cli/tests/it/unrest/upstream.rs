//! Two upstreams: one that is killed now and then and remembers what it answered, and one that stays, for WebSockets.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// The numbers of all requests that the upstream has answered whole: a bit for each.
#[derive(Clone)]
pub(crate) struct Answered(Arc<[AtomicU64]>);

impl Answered {
    pub(crate) fn none_yet() -> Self {
        Self((0..1 << 18).map(|_| AtomicU64::new(0)).collect())
    }

    /// In: a path, `/` and its number.
    fn place(&self, path: &str) -> (&AtomicU64, u64) {
        let number: usize = path[1..].parse().expect("a number");
        (&self.0[number / 64], 1 << (number % 64))
    }

    fn add(&self, path: &str) {
        let (word, bit) = self.place(path);
        word.fetch_or(bit, Ordering::SeqCst);
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        let (word, bit) = self.place(path);
        word.load(Ordering::SeqCst) & bit != 0
    }
}

/// Serves at an address until its listener and all its connections are dropped: every other answer says its length,
/// the others come in chunks.
pub(crate) async fn serve(address: SocketAddr, answered: Answered) {
    let listener = TcpListener::bind(address).await.expect("its own port");
    let mut connections = JoinSet::new();
    while let Ok((mut stream, _)) = listener.accept().await {
        let answered = answered.clone();
        connections.spawn(async move {
            while let Some(head) = read_head(&mut stream).await {
                let path = head.split(' ').nth(1).expect("a path").to_owned();
                let length = path.len();
                let body = match path.ends_with(['1', '3', '5', '7', '9']) {
                    true => format!("content-length: {length}\r\n\r\n{path}"),
                    false => format!(
                        "transfer-encoding: chunked\r\n\r\n{length:x}\r\n{path}\r\n0\r\n\r\n"
                    ),
                };
                let answer = format!("HTTP/1.1 200 OK\r\naccess-control-allow-origin: *\r\n{body}");
                if stream.write_all(answer.as_bytes()).await.is_err() {
                    return;
                }
                answered.add(&path);
            }
        });
    }
}

/// Accepts WebSockets, and says again what it hears.
pub(crate) async fn echo() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                if read_head(&mut stream).await.is_none() {
                    return;
                }
                let accepted = "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
                                sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
                stream.write_all(accepted.as_bytes()).await.expect("the gateway reads");
                let mut part = [0; 64];
                while let Ok(length @ 1..) = stream.read(&mut part).await {
                    if stream.write_all(&part[..length]).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    address
}

/// The head of a request without a body; `None` when the connection is closed before.
async fn read_head(stream: &mut TcpStream) -> Option<String> {
    let (mut bytes, mut part) = (Vec::new(), [0; 2048]);
    while !bytes.ends_with(b"\r\n\r\n") {
        let length = stream.read(&mut part).await.ok().filter(|length| *length > 0)?;
        bytes.extend_from_slice(&part[..length]);
    }
    Some(String::from_utf8(bytes).expect("text"))
}
