//! Why Chromium let a request fail, by its own code, as its developer tools hear it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io;
use std::io::Read;
use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;
use std::time::Instant;

use serde_json::Value;
use serde_json::json;
use tungstenite::Message;
use tungstenite::WebSocket;

use crate::process::eventually;

/// A connection to a Chromium that was started with [`ChromiumNetwork::flags`].
#[derive(Debug)]
pub struct ChromiumNetwork {
    socket: WebSocket<TcpStream>,
    urls: BTreeMap<String, String>,
    codes: BTreeSet<(String, String)>,
}

impl ChromiumNetwork {
    /// Flags that let developer tools in, from this machine.
    pub fn flags(port: u16) -> [String; 1] {
        [format!("--remote-debugging-port={port}")]
    }

    /// Waits for Chromium and its first tab, and opens a page there.
    pub fn open(port: u16, url: &str, patience: Duration) -> io::Result<Self> {
        let late = || io::Error::new(io::ErrorKind::TimedOut, "Chromium lets no tools in");
        let tab = eventually(patience, || first_tab(port)).ok_or_else(late)?;
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        let (socket, _) = tungstenite::client(tab.as_str(), stream).map_err(io::Error::other)?;
        socket.get_ref().set_read_timeout(Some(TICK))?;
        let mut network = Self { socket, urls: BTreeMap::new(), codes: BTreeSet::new() };
        network.tell("Network.enable", json!({}))?;
        network.tell("Page.navigate", json!({ "url": url }))?;
        Ok(network)
    }

    /// The codes of all failures, each with its URL, once a URL with that in it has failed; those so
    /// far if none does.
    pub fn codes_until(
        &mut self,
        last: &str,
        patience: Duration,
    ) -> io::Result<BTreeSet<(String, String)>> {
        let until = Instant::now() + patience;
        while Instant::now() < until && !self.codes.iter().any(|(url, _)| url.contains(last)) {
            match self.socket.read() {
                Ok(Message::Text(text)) => self.hear(&serde_json::from_str(&text)?),
                Ok(_) => {}
                Err(tungstenite::Error::Io(error)) if is_tick(&error) => {}
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        Ok(self.codes.clone())
    }

    fn tell(&mut self, method: &str, parameters: Value) -> io::Result<()> {
        let text = json!({ "id": 1, "method": method, "params": parameters }).to_string();
        self.socket.send(Message::text(text)).map_err(io::Error::other)
    }

    fn hear(&mut self, event: &Value) {
        let parameters = &event["params"];
        let id = parameters["requestId"].as_str().unwrap_or_default().to_owned();
        if event["method"] == "Network.requestWillBeSent" {
            let url = parameters["request"]["url"].as_str().unwrap_or_default();
            self.urls.insert(id, url.to_owned());
        } else if event["method"] == "Network.loadingFailed"
            && let Some(code) = parameters["corsErrorStatus"]["corsError"].as_str()
        {
            let url = self.urls.get(&id).cloned().unwrap_or_default();
            self.codes.insert((url, code.to_owned()));
        }
    }
}

/// The address of the first tab's socket.
fn first_tab(port: u16) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    let host = format!("127.0.0.1:{port}");
    let head = format!("GET /json/list HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.set_read_timeout(Some(Duration::from_secs(2))).ok()?;
    // It may keep the connection; what came until then is whole.
    let _ = stream.read_to_string(&mut answer);
    let tabs: Value = serde_json::from_str(answer.split_once("\r\n\r\n")?.1).ok()?;
    let tab = tabs.as_array()?.iter().find(|tab| tab["type"] == "page")?;
    Some(tab["webSocketDebuggerUrl"].as_str()?.to_owned())
}

fn is_tick(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}

/// How often it is looked whether time is up.
const TICK: Duration = Duration::from_millis(200);
