//! A server that answers at once.

use std::io::Read;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;

/// It runs as long as the process.
pub(crate) struct Upstream(SocketAddr);

impl Upstream {
    /// In: what every answer says.
    pub(crate) fn start(status: u16, lines: &[(&str, &str)]) -> Self {
        let answer = answer(status, lines);
        Self::start_with(move |_| answer.clone())
    }

    /// In: what is answered to a request's head.
    pub(crate) fn start_with(answer: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let answer = Arc::new(answer);
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let answer = Arc::clone(&answer);
                thread::spawn(move || {
                    let (mut bytes, mut part) = (Vec::new(), [0; 4096]);
                    while !bytes.ends_with(b"\r\n\r\n") {
                        match stream.read(&mut part) {
                            Ok(read @ 1..) => bytes.extend_from_slice(&part[..read]),
                            _ => return,
                        }
                    }
                    let _ = stream.write_all(answer(&String::from_utf8_lossy(&bytes)).as_bytes());
                });
            }
        });
        Self(address)
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.0
    }
}

/// An answer without a body.
pub(crate) fn answer(status: u16, lines: &[(&str, &str)]) -> String {
    let lines = lines.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
    let lines: String = lines.collect();
    format!("HTTP/1.1 {status} any\r\ncontent-length: 0\r\nconnection: close\r\n{lines}\r\n")
}
