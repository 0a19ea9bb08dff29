//! That a page is measured with its style sheets, however late they come.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::thread;

use conformance::browser::Browser;
use conformance::devtools::Hands;
use serde_json::json;

use crate::newcomer::page::DESK;

/// Asks for more as soon as it is there itself, and before its style is.
const PAGE: &str = "<!doctype html><title>late</title>\
    <script>addEventListener('DOMContentLoaded', () => fetch('/here'))</script>\
    <link rel=stylesheet href=/style.css><p>styled</p>";
const STYLE: &str = "p { color: rgb(1, 2, 3) }";

#[test]
fn a_page_is_there_when_its_style_is() -> anyhow::Result<()> {
    if !Browser::Chromium.is_there_or_skip() {
        return Ok(());
    }
    let origin = serve()?;
    let mut hands = Hands::start()?;
    hands.open(&format!("{origin}/page"), DESK)?;
    let colour = "getComputedStyle(document.querySelector('p')).color";
    assert_eq!(hands.evaluate(colour)?, json!("rgb(1, 2, 3)"));
    // And so it is behind a link.
    hands.evaluate("setTimeout(() => location.assign('/next')); 0")?;
    hands.wait_for_page("location.pathname === '/next'")?;
    assert_eq!(hands.evaluate(colour)?, json!("rgb(1, 2, 3)"));
    Ok(())
}

/// Serves the page; its style comes when the page is there without.
fn serve() -> anyhow::Result<String> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let origin = format!("http://{}", listener.local_addr()?);
    let is_here: Arc<(Mutex<bool>, Condvar)> = Arc::default();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let is_here = Arc::clone(&is_here);
            // Browsers connect ahead of what they ask, too.
            thread::spawn(move || answer(&stream, &is_here));
        }
    });
    Ok(origin)
}

fn answer(stream: &TcpStream, (is_here, changed): &(Mutex<bool>, Condvar)) {
    let set = |value: bool| {
        *is_here.lock().expect("nobody panicked") = value;
        changed.notify_all();
    };
    match target(stream).as_str() {
        "/page" | "/next" => {
            set(false);
            write(stream, "text/html", PAGE);
        }
        "/here" => {
            write(stream, "text/plain", "");
            set(true);
        }
        "/style.css" => {
            let guard = is_here.lock().expect("nobody panicked");
            drop(changed.wait_while(guard, |is_here| !*is_here));
            write(stream, "text/css", STYLE);
        }
        _ => write(stream, "text/plain", ""),
    }
}

fn target(stream: &TcpStream) -> String {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let first = lines.next().unwrap_or_default();
    lines.take_while(|line| !line.is_empty()).for_each(drop);
    first.split(' ').nth(1).unwrap_or_default().to_owned()
}

fn write(mut stream: &TcpStream, kind: &str, body: &str) {
    let length = body.len();
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n");
    let _ = write!(stream, "{head}Cache-Control: no-store\r\nConnection: close\r\n\r\n{body}");
}
