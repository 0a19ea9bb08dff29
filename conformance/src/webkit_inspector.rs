//! WebKit's inspector, asked as its own front end asks: JSON over a WebSocket, for the page inside a
//! message for its process.

use std::io::Read;
use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;

use anyhow::Context;
use anyhow::bail;
use serde_json::Value;
use serde_json::json;
use tungstenite::Message;
use tungstenite::WebSocket;

use crate::process::eventually;

/// A connection to the page of a MiniBrowser that was started with what [`Inspector::lets_in`] says.
#[derive(Debug)]
pub(crate) struct Inspector {
    socket: WebSocket<TcpStream>,
    /// The process that has the page by now.
    target: String,
    last_id: u64,
}

impl Inspector {
    /// The flag, the variable of the environment and its value that let the inspector in.
    pub(crate) fn lets_in(port: u16) -> (&'static str, &'static str, String) {
        let address = format!("127.0.0.1:{port}");
        ("--enable-developer-extras=true", "WEBKIT_INSPECTOR_HTTP_SERVER", address)
    }

    /// Waits for the first page.
    pub(crate) fn connect(port: u16, patience: Duration) -> anyhow::Result<Self> {
        let path = eventually(patience, || first_page(port)).context("WebKit lists no page")?;
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(patience))?;
        let (socket, _) = tungstenite::client(format!("ws://127.0.0.1:{port}{path}"), stream)?;
        Ok(Self { socket, target: String::new(), last_id: 0 })
    }

    /// The value of an expression in the page, awaited, as if the visitor had asked for it.
    pub(crate) fn evaluate(&mut self, expression: &str) -> anyhow::Result<Value> {
        let promise = format!("(async () => ({expression}))()");
        let parameters = json!({"expression": promise, "emulateUserGesture": true});
        let told = self.ask("Runtime.evaluate", &parameters)?;
        let object = &told["result"]["objectId"];
        let parameters = json!({"promiseObjectId": object, "returnByValue": true});
        let told = self.ask("Runtime.awaitPromise", &parameters)?;
        if told["wasThrown"] == json!(true) {
            bail!("{expression}: {}", told["result"]);
        }
        Ok(told["result"]["value"].clone())
    }

    fn ask(&mut self, method: &str, parameters: &Value) -> anyhow::Result<Value> {
        while self.target.is_empty() {
            self.hear()?;
        }
        self.last_id += 1;
        let id = self.last_id;
        let inner = json!({"id": id, "method": method, "params": parameters}).to_string();
        let target = self.target.clone();
        let outer = json!({"id": id, "method": "Target.sendMessageToTarget",
            "params": {"targetId": target, "message": inner}});
        self.socket.send(Message::text(outer.to_string()))?;
        loop {
            let told = self.hear()?;
            if told["id"] == json!(id) {
                return match &told["error"] {
                    Value::Null => Ok(told["result"].clone()),
                    error => bail!("{method}: {error}"),
                };
            }
            if self.target != target {
                bail!("{method}: the page went elsewhere");
            }
        }
    }

    /// The next message of the page; `null` for those that are about processes.
    fn hear(&mut self) -> anyhow::Result<Value> {
        let text = loop {
            if let Message::Text(text) = self.socket.read()? {
                break text;
            }
        };
        let told: Value = serde_json::from_str(&text)?;
        let told_of = &told["params"];
        match told["method"].as_str() {
            Some("Target.targetCreated") => {
                let info = &told_of["targetInfo"];
                if info["type"] == json!("page") && info["isProvisional"] != json!(true) {
                    self.target = info["targetId"].as_str().unwrap_or_default().to_owned();
                }
            }
            Some("Target.didCommitProvisionalTarget") => {
                self.target = told_of["newTargetId"].as_str().unwrap_or_default().to_owned();
            }
            Some("Target.dispatchMessageFromTarget") => {
                return Ok(serde_json::from_str(told_of["message"].as_str().unwrap_or_default())?);
            }
            // The process has no such page.
            None if told["error"].is_object() => return Ok(told),
            _ => {}
        }
        Ok(Value::Null)
    }
}

/// The path of the first page's socket, in the list that the inspector serves.
fn first_page(port: u16) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(2))).ok()?;
    let head = format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).ok()?;
    let mut list = String::new();
    let _ = stream.read_to_string(&mut list);
    let start = list.find("/socket/")?;
    let end = list[start..].find("WebPage")? + "WebPage".len();
    Some(list[start..start + end].to_owned())
}
