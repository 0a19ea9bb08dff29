//! A server that breaks a rule at each path, to the letter.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::OnceLock;
use std::thread;

use super::cases::Answer;
use super::cases::CASES;

/// Where it is: `http://127.0.0.1:PORT`. Ends with the test's process.
pub fn start(page: &'static OnceLock<String>) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port on loopback");
    let origin = format!("http://{}", listener.local_addr().expect("it listens"));
    let own = origin.clone();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let own = own.clone();
            thread::spawn(move || answer(stream, page.get().map_or("", String::as_str), &own));
        }
    });
    origin
}

fn answer(mut stream: TcpStream, page: &str, own: &str) {
    let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
    let request = lines.next().unwrap_or_default();
    lines.take_while(|line| !line.is_empty()).for_each(drop);
    let mut words = request.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let case = CASES.iter().find(|case| case.path() == target);
    let answer = match case {
        Some(case) if method == "OPTIONS" => case.preflight.unwrap_or(case.answer),
        Some(case) => case.answer,
        None => (404, &[][..]),
    };
    let (status, lines): Answer = answer;
    if status > 0 {
        let lines: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
        let lines = lines.replace("{page}", page).replace("{api}", own);
        let text = format!(
            "HTTP/1.1 {status} X\r\n{lines}Content-Length: 2\r\nConnection: close\r\n\r\nhi"
        );
        let _ = stream.write_all(text.as_bytes());
    }
}
