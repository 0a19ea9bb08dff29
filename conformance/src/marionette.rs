//! Firefox's remote control, which may run scripts with the browser's own rights.
//!
//! JSON over a socket, each packet with its length before it: `[0, id, command, parameters]` there,
//! `[1, id, error, result]` back.

use std::fs;
use std::io;
use std::io::Read;
use std::io::Write;
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use anyhow::bail;
use serde_json::Value;
use serde_json::json;

use crate::process::eventually;

/// A connection to a Firefox that was started with [`Marionette::flags`].
#[derive(Debug)]
pub(crate) struct Marionette {
    stream: TcpStream,
    last_id: u64,
}

impl Marionette {
    /// Flags that let it in, from this machine, with the browser's own rights.
    pub(crate) fn flags() -> [String; 2] {
        ["--marionette", "--remote-allow-system-access"].map(Into::into)
    }

    /// Waits for Firefox, whose home it is, to let it in.
    pub(crate) fn connect(home: &Path, patience: Duration) -> anyhow::Result<Self> {
        Self::connect_trusting(home, patience, false)
    }

    /// The same; from then on every certificate may be taken for good.
    pub(crate) fn connect_trusting(
        home: &Path,
        patience: Duration,
        trusts_all: bool,
    ) -> anyhow::Result<Self> {
        let file = home.join("profile/MarionetteActivePort");
        let connect = || {
            let port: u16 = fs::read_to_string(&file).ok()?.trim().parse().ok()?;
            TcpStream::connect(("127.0.0.1", port)).ok()
        };
        let stream = eventually(patience, connect).context("Firefox lets no remote control in")?;
        stream.set_read_timeout(Some(patience))?;
        let mut marionette = Self { stream, last_id: 0 };
        marionette.packet().context("a greeting")?;
        let capabilities = json!({ "acceptInsecureCerts": trusts_all });
        marionette.ask("WebDriver:NewSession", &capabilities)?;
        marionette.ask("Marionette:SetContext", &json!({ "value": "chrome" }))?;
        let milliseconds = u64::try_from(patience.as_millis())?;
        marionette.ask("WebDriver:SetTimeouts", &json!({ "script": milliseconds }))?;
        Ok(marionette)
    }

    /// Runs an async function of JavaScript in the browser's window and returns what it resolves to.
    pub(crate) fn run(&mut self, function: &str, arguments: &[&str]) -> anyhow::Result<Value> {
        let script = format!(
            "const done = arguments[arguments.length - 1];\n({})(...arguments).then(value => \
             done({{ value }}), error => done({{ error: `${{error}} ${{error?.stack}}` }}))",
            function.trim_end_matches([';', '\n'])
        );
        let parameters = json!({ "script": script, "args": arguments });
        let told = self.ask("WebDriver:ExecuteAsyncScript", &parameters)?;
        match &told["value"]["error"] {
            Value::Null => Ok(told["value"]["value"].clone()),
            error => bail!("in Firefox: {error}"),
        }
    }

    /// The value of an expression in the page, awaited; it sees the page's document, not its variables.
    pub(crate) fn evaluate(&mut self, expression: &str) -> anyhow::Result<Value> {
        self.ask("Marionette:SetContext", &json!({ "value": "content" }))?;
        let value = self.run(&format!("async () => ({expression})"), &[]);
        self.ask("Marionette:SetContext", &json!({ "value": "chrome" }))?;
        value
    }

    fn ask(&mut self, command: &str, parameters: &Value) -> anyhow::Result<Value> {
        self.last_id += 1;
        let question = json!([0, self.last_id, command, parameters]).to_string();
        self.stream.write_all(format!("{}:{question}", question.len()).as_bytes())?;
        let mut answer = self.packet()?;
        match &answer[2] {
            Value::Null => Ok(answer[3].take()),
            error => bail!("{command}: {error}"),
        }
    }

    fn packet(&mut self) -> io::Result<Value> {
        let mut length = 0;
        loop {
            let mut byte = [0];
            self.stream.read_exact(&mut byte)?;
            match byte[0] {
                digit @ b'0'..=b'9' => length = length * 10 + u64::from(digit - b'0'),
                b':' => break,
                _ => return Err(io::Error::other("a packet without length")),
            }
        }
        let mut packet = Vec::new();
        (&mut self.stream).take(length).read_to_end(&mut packet)?;
        Ok(serde_json::from_slice(&packet)?)
    }
}
