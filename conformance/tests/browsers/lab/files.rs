//! A server of a few files, on a port of its own.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;
use std::thread;

/// It is there before its files are, which name it.
pub(crate) struct Files(TcpListener);

impl Files {
    pub(crate) fn bind() -> (Self, String) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port on loopback");
        let port = listener.local_addr().expect("it listens").port();
        (Self(listener), format!("http://localhost:{port}"))
    }

    /// Serves files under their paths with a policy. Ends with the test's process.
    pub(crate) fn serve(self, policy: String, files: Vec<(&'static str, String)>) {
        let served = Arc::new((policy, files));
        thread::spawn(move || {
            for stream in self.0.incoming().flatten() {
                let served = Arc::clone(&served);
                // A browser may connect ahead and say nothing.
                thread::spawn(move || answer(stream, &served.0, &served.1));
            }
        });
    }
}

fn answer(mut stream: TcpStream, policy: &str, files: &[(&str, String)]) {
    let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
    let request = lines.next().unwrap_or_default();
    lines.take_while(|line| !line.is_empty()).for_each(drop);
    let path = request.split([' ', '?']).nth(1).unwrap_or_default();
    let file = files.iter().find(|(known, _)| *known == path);
    let status = if file.is_some() { "200 OK" } else { "404 Not Found" };
    let text = file.map_or("", |(_, text)| text);
    let kind = if path.ends_with(".js") { "text/javascript" } else { "text/html" };
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Security-Policy: {policy}\r\n\
         Access-Control-Allow-Origin: *\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}",
        text.len()
    );
}
