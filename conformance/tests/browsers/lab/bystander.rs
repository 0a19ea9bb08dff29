//! Another service on this machine, which has nothing to do with the lab.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::Mutex;
use std::thread;

/// It writes down what it is asked, and sets a cookie at `/sign-in`, which is not written down.
pub(crate) struct Bystander {
    pub(crate) origin: String,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Bystander {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port on loopback");
        let port = listener.local_addr().expect("it listens").port();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let all = Arc::clone(&heard);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let all = Arc::clone(&all);
                thread::spawn(move || answer(stream, &all));
            }
        });
        Self { origin: format!("http://localhost:{port}"), heard }
    }

    /// Every request so far, as it came.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.heard.lock().expect("nobody panicked").clone()
    }
}

fn answer(mut stream: TcpStream, all: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(&stream);
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match reader.fill_buf().map(<[u8]>::to_vec) {
            Ok(read) if !read.is_empty() => {
                let end = read.windows(4).position(|four| four == b"\r\n\r\n");
                let length = end.map_or(read.len(), |at| at + 4);
                head.extend(&read[..length]);
                reader.consume(length);
                // What is no HTTP is written down all the same.
                if !head[0].is_ascii_uppercase() {
                    break;
                }
            }
            _ => break,
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let lower = head.to_ascii_lowercase();
    let length = lower.split_once("content-length: ").and_then(|(_, rest)| rest.lines().next());
    let mut body = vec![0; length.and_then(|length| length.parse().ok()).unwrap_or(0)];
    let _ = reader.read_exact(&mut body);
    let is_known = head.starts_with("GET /sign-in ") || head.starts_with("GET /favicon.ico ");
    // A browser may connect ahead and say nothing.
    if !is_known && !head.is_empty() {
        all.lock().expect("nobody panicked").push(head + &String::from_utf8_lossy(&body));
    }
    let _ = stream.write_all(
        format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nSet-Cookie: {COOKIE}; Path=/\r\n\
             Access-Control-Allow-Origin: *\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
        )
        .as_bytes(),
    );
}

/// What nobody else may see.
pub(crate) const COOKIE: &str = "session=of-another-application";
