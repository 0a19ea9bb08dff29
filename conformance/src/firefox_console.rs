//! Firefox's console, as its debugger hears it: Firefox writes it nowhere else.
//!
//! The debugger's protocol is JSON over a socket, each packet with its length before it.

use std::io;
use std::io::Read;
use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;
use std::time::Instant;

use serde_json::Value;
use serde_json::json;

use crate::process::eventually;

/// A connection to a Firefox that was started with [`FirefoxConsole::flags`].
#[derive(Debug)]
pub struct FirefoxConsole {
    stream: TcpStream,
    received: Vec<u8>,
    messages: Vec<Message>,
}

/// Something in the console that a page did not write itself.
#[derive(Clone, Debug)]
pub struct Message {
    /// The text.
    pub text: String,
    /// Firefox's own name for the kind of message.
    pub category: String,
    /// The page that explains it; empty without one.
    pub help: String,
}

impl FirefoxConsole {
    /// Flags that let a debugger in, from this machine.
    pub fn flags(port: u16) -> [String; 2] {
        ["--start-debugger-server".into(), port.to_string()]
    }

    /// Waits for Firefox and its first tab, and opens a page there.
    pub fn open(port: u16, url: &str, patience: Duration) -> io::Result<Self> {
        let late = || io::Error::new(io::ErrorKind::TimedOut, "Firefox lets no debugger in");
        let connect = || TcpStream::connect(("127.0.0.1", port)).ok();
        let stream = eventually(patience, connect).ok_or_else(late)?;
        stream.set_read_timeout(Some(TICK))?;
        let mut console = Self { stream, received: Vec::new(), messages: Vec::new() };
        let until = Instant::now() + patience;
        let tab = loop {
            let tabs = console.ask("root", json!({ "type": "listTabs" }), until)?;
            if let Some(tab) = tabs["tabs"][0]["actor"].as_str() {
                break tab.to_owned();
            }
        };
        let watcher = json!({ "type": "getWatcher", "isServerTargetSwitchingEnabled": true });
        let watcher = console.ask(&tab, watcher, until)?;
        let watcher = watcher["actor"].as_str().unwrap_or_default().to_owned();
        for watch in [
            json!({ "type": "watchTargets", "targetType": "frame" }),
            json!({ "type": "watchResources", "resourceTypes": ["error-message"] }),
        ] {
            console.ask(&watcher, watch, until)?;
        }
        let visit = json!({ "type": "navigateTo", "url": url, "waitForLoad": false });
        console.ask(&tab, visit, until)?;
        Ok(console)
    }

    /// What the console holds once a text with that in it has come; what came so far if none does.
    pub fn messages_until(&mut self, last: &str, patience: Duration) -> io::Result<Vec<Message>> {
        let until = Instant::now() + patience;
        while !self.messages.iter().any(|message| message.text.contains(last)) {
            if self.packet(until)?.is_none() {
                break;
            }
        }
        Ok(self.messages.clone())
    }

    fn ask(&mut self, to: &str, mut question: Value, until: Instant) -> io::Result<Value> {
        question["to"] = to.into();
        let text = question.to_string();
        self.stream.write_all(format!("{}:{text}", text.len()).as_bytes())?;
        while let Some(packet) = self.packet(until)? {
            if packet["from"] == to
                && packet["type"].is_null()
                && packet["testConnectionPrefix"].is_null()
            {
                if packet["error"].is_null() {
                    return Ok(packet);
                }
                return Err(io::Error::other(format!("{question}: {}", packet["message"])));
            }
        }
        Err(io::Error::new(io::ErrorKind::TimedOut, format!("Firefox does not answer {question}")))
    }

    /// The next packet; `None` if none comes in time. Messages in it are kept.
    fn packet(&mut self, until: Instant) -> io::Result<Option<Value>> {
        while Instant::now() < until {
            if let Some(packet) = self.whole_packet()? {
                self.keep_messages(&packet);
                return Ok(Some(packet));
            }
            let mut bytes = [0; 1 << 14];
            match self.stream.read(&mut bytes) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(read) => self.received.extend_from_slice(&bytes[..read]),
                Err(error) if is_tick(&error) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    fn whole_packet(&mut self) -> io::Result<Option<Value>> {
        let Some(colon) = self.received.iter().position(|byte| *byte == b':') else {
            return Ok(None);
        };
        let length = std::str::from_utf8(&self.received[..colon]).ok().and_then(|t| t.parse().ok());
        let length: usize = length.ok_or_else(|| io::Error::other("a packet without length"))?;
        let end = colon + 1 + length;
        if self.received.len() < end {
            return Ok(None);
        }
        let packet = serde_json::from_slice(&self.received[colon + 1..end])?;
        self.received.drain(..end);
        Ok(Some(packet))
    }

    fn keep_messages(&mut self, packet: &Value) {
        if packet["type"] != "resources-available-array" {
            return;
        }
        let kinds = packet["array"].as_array().into_iter().flatten();
        for resource in kinds.flat_map(|kind| kind[1].as_array().into_iter().flatten()) {
            let error = &resource["pageError"];
            let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
            if !error.is_null() {
                self.messages.push(Message {
                    text: text("errorMessage"),
                    category: text("category"),
                    help: text("exceptionDocURL"),
                });
            }
        }
    }
}

fn is_tick(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}

/// How often it is looked whether time is up.
const TICK: Duration = Duration::from_millis(200);
