//! An origin of the test's own: it serves one page and hears what the page found.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::mpsc;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::Sender;
use std::thread;

use serde_json::Value;

use crate::process::PATIENCE;

/// A page on `http://localhost:PORT` that runs a script and reports one line of text.
#[derive(Debug)]
pub struct Site {
    origin: String,
    reports: Receiver<String>,
}

impl Site {
    /// Serves a page whose script may call `report(text)`. Ends with the test's process.
    pub fn with_script(script: &str) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port on loopback");
        let port = listener.local_addr().expect("it listens").port();
        let (sender, reports) = mpsc::channel();
        let page = format!(
            "<!doctype html><title>site</title><script type=module>\n\
             const report = (text) => fetch('/report?' + encodeURIComponent(text));\n{script}\n</script>"
        );
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (page, sender) = (page.clone(), sender.clone());
                thread::spawn(move || answer(stream, &page, &sender));
            }
        });
        Self { origin: format!("http://localhost:{port}"), reports }
    }

    /// The page's origin.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The page's URL that hands its script some JSON, percent-encoded, as the fragment.
    pub fn url_to_ask(&self, asks: &[Value]) -> String {
        let asks = serde_json::to_string(asks).expect("it is JSON");
        let escaped: String = asks.bytes().map(|byte| format!("%{byte:02X}")).collect();
        format!("{}/#{escaped}", self.origin)
    }

    /// What the page reported, percent-encoded; `None` if it never did.
    pub fn report(&self) -> Option<String> {
        self.reports.recv_timeout(PATIENCE).ok()
    }
}

fn answer(mut stream: TcpStream, page: &str, sender: &Sender<String>) {
    let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
    let request = lines.next().unwrap_or_default();
    lines.take_while(|line| !line.is_empty()).for_each(drop);
    let target = request.split(' ').nth(1).unwrap_or_default();
    let body = match target.strip_prefix("/report?") {
        Some(report) => {
            let _ = sender.send(report.to_owned());
            ""
        }
        None => page,
    };
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
}
