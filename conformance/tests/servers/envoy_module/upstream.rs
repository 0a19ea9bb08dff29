//! A server that answers everything alike.

use std::io::Read;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::thread;

/// It runs as long as the process.
pub(crate) struct Upstream(SocketAddr);

impl Upstream {
    /// In: what every answer says.
    pub(crate) fn start(status: u16, lines: &[(&str, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let mut answer =
            format!("HTTP/1.1 {status} any\r\ncontent-length: 0\r\nconnection: close\r\n");
        lines.iter().for_each(|(name, value)| answer.push_str(&format!("{name}: {value}\r\n")));
        answer.push_str("\r\n");
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let answer = answer.clone();
                thread::spawn(move || {
                    let (mut bytes, mut part) = (Vec::new(), [0; 4096]);
                    while !bytes.ends_with(b"\r\n\r\n") {
                        match stream.read(&mut part) {
                            Ok(read @ 1..) => bytes.extend_from_slice(&part[..read]),
                            _ => return,
                        }
                    }
                    let _ = stream.write_all(answer.as_bytes());
                });
            }
        });
        Self(address)
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.0
    }
}
