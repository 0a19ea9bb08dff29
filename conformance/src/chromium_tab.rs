//! A tab of a Chromium that lets developer tools in.

use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;
use std::time::Instant;

use serde_json::Value;
use serde_json::json;
use tungstenite::Message;
use tungstenite::WebSocket;

use crate::process::PATIENCE;
use crate::process::eventually;

/// A connection to a tab of a Chromium that was started with [`ChromiumTab::flags`].
#[derive(Debug)]
pub struct ChromiumTab {
    socket: WebSocket<TcpStream>,
    url: String,
    last_id: u64,
}

impl ChromiumTab {
    /// Flags that let developer tools in, from this machine; Chromium's own, too.
    pub fn flags(port: u16) -> [String; 2] {
        let own = "--remote-allow-origins=devtools://devtools";
        [format!("--remote-debugging-port={port}"), own.into()]
    }

    /// Waits for Chromium and its first tab.
    pub fn first(port: u16, patience: Duration) -> io::Result<Self> {
        let late = || io::Error::new(io::ErrorKind::TimedOut, "Chromium lets no tools in");
        let tab = eventually(patience, || {
            let tabs = answer(port, "GET", "/json/list")?;
            tabs.as_array()?.iter().find(|tab| tab["type"] == "page").cloned()
        });
        Self::connect(port, &tab.ok_or_else(late)?)
    }

    /// Opens a new tab.
    pub fn open(port: u16, url: &str, patience: Duration) -> io::Result<Self> {
        let late = || io::Error::new(io::ErrorKind::TimedOut, "Chromium opens no tab");
        let escaped: String = url.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let path = format!("/json/new?{escaped}");
        Self::connect(port, &eventually(patience, || answer(port, "PUT", &path)).ok_or_else(late)?)
    }

    fn connect(port: u16, tab: &Value) -> io::Result<Self> {
        let url = tab["webSocketDebuggerUrl"].as_str().unwrap_or_default().to_owned();
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        let (socket, _) = tungstenite::client(url.as_str(), stream).map_err(io::Error::other)?;
        socket.get_ref().set_read_timeout(Some(TICK))?;
        Ok(Self { socket, url, last_id: 0 })
    }

    /// Where its tools connect to: `ws://127.0.0.1:PORT/…`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Asks for something to be done, and returns what came of it. Events on the way are dropped.
    pub fn ask(&mut self, method: &str, parameters: Value) -> io::Result<Value> {
        self.tell(method, parameters)?;
        let until = Instant::now() + PATIENCE;
        while let Some(mut told) = self.next(until)? {
            if told["id"] == json!(self.last_id) {
                return match told["error"].take() {
                    Value::Null => Ok(told["result"].take()),
                    error => Err(io::Error::other(format!("{method}: {error}"))),
                };
            }
        }
        Err(io::Error::new(io::ErrorKind::TimedOut, format!("{method}: no answer")))
    }

    /// Asks for something to be done, whose events are awaited.
    pub fn tell(&mut self, method: &str, parameters: Value) -> io::Result<()> {
        self.last_id += 1;
        let question = json!({ "id": self.last_id, "method": method, "params": parameters });
        self.socket.send(Message::text(question.to_string())).map_err(io::Error::other)
    }

    /// The value of an expression, awaited.
    pub fn evaluate(&mut self, expression: &str) -> io::Result<Value> {
        let parameters =
            json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let mut told = self.ask("Runtime.evaluate", parameters)?;
        match &told["exceptionDetails"] {
            Value::Null => Ok(told["result"]["value"].take()),
            thrown => Err(io::Error::other(thrown.to_string())),
        }
    }

    /// The next message; `None` if none comes in time.
    pub fn next(&mut self, until: Instant) -> io::Result<Option<Value>> {
        while Instant::now() < until {
            match self.socket.read() {
                Ok(Message::Text(text)) => return Ok(Some(serde_json::from_str(&text)?)),
                Ok(_) => {}
                Err(tungstenite::Error::Io(error)) if is_tick(&error) => {}
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        Ok(None)
    }
}

/// What Chromium answers at its debugging port.
fn answer(port: u16, method: &str, path: &str) -> Option<Value> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    let host = format!("127.0.0.1:{port}");
    let head = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    // It may keep the connection: the length tells when all is there.
    let mut lines = BufReader::new(stream);
    let (mut line, mut length) = (String::new(), 0);
    while lines.read_line(&mut line).ok()? > 0 && line.trim_end() != "" {
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        line.clear();
    }
    let mut body = vec![0; length];
    lines.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

fn is_tick(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}

/// How often it is looked whether time is up.
const TICK: Duration = Duration::from_millis(200);
