//! A server that says what it is told to, byte for byte, and keeps what it was asked.

use std::io::Read;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

/// It runs as long as the process.
pub(crate) struct Upstream {
    address: SocketAddr,
    shared: Arc<Mutex<Shared>>,
}

#[derive(Default)]
struct Shared {
    answer: &'static str,
    asked: Vec<String>,
}

impl Upstream {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::<Mutex<Shared>>::default();
        let own = shared.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = own.clone();
                thread::spawn(move || serve(stream, &shared));
            }
        });
        Self { address, shared }
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// What it says from now on.
    pub(crate) fn answer_with(&self, answer: &'static str) {
        *self.shared.lock().expect("no panic") = Shared { answer, asked: Vec::new() };
    }

    /// What it was asked since.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.shared.lock().expect("no panic").asked.clone()
    }
}

/// Reads one request, answers and closes.
fn serve(mut stream: TcpStream, shared: &Mutex<Shared>) {
    let _ = stream.set_read_timeout(Some(Duration::from_secs(2)));
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    while !is_whole(&bytes) {
        match stream.read(&mut part) {
            Ok(read @ 1..) => bytes.extend_from_slice(&part[..read]),
            _ => break,
        }
    }
    if bytes.is_empty() {
        return;
    }
    let answer = {
        let mut shared = shared.lock().expect("no panic");
        shared.asked.push(String::from_utf8_lossy(&bytes).into_owned());
        shared.answer
    };
    let _ = stream.write_all(answer.as_bytes());
}

fn is_whole(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    if head.contains("transfer-encoding: chunked") {
        return (body.starts_with("0\r\n") || body.contains("\r\n0\r\n"))
            && body.ends_with("\r\n\r\n");
    }
    let length = head.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next());
    length.and_then(|length| length.parse().ok()).is_none_or(|length: usize| body.len() >= length)
}
