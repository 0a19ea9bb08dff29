//! A real Chromium with hands: keys are pressed, pages are looked at.
//!
//! Speaks the DevTools protocol over a pair of named pipes, which needs no WebSocket: Chromium reads
//! commands from its descriptor 3 and writes to 4, each message ended by a zero byte.

use std::fs::File;
use std::fs::OpenOptions;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;
use std::sync::mpsc;
use std::sync::mpsc::Receiver;
use std::thread;

use anyhow::Context;
use anyhow::bail;
use serde_json::Value;
use serde_json::json;
use tempfile::TempDir;

use crate::browser;
use crate::process::PATIENCE;
use crate::process::Process;
use crate::process::eventually;

/// One page of a Chromium of its own.
#[derive(Debug)]
pub struct Hands {
    commands: File,
    answers: Receiver<Value>,
    session: String,
    last_id: u64,
    console: Vec<String>,
    _process: Process,
    _profile: TempDir,
}

/// How wide the page is, and in which colours.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Pixels of CSS.
    pub width: u32,
    /// Pixels of CSS.
    pub height: u32,
    /// `prefers-color-scheme`.
    pub dark: bool,
}

impl Hands {
    /// Starts a browser with an empty page.
    pub fn start() -> anyhow::Result<Self> {
        let profile = tempfile::Builder::new().prefix("crosscheck-hands-").tempdir()?;
        let pipes = ["commands", "answers"].map(|name| profile.path().join(name));
        let made = Command::new("mkfifo").args(&pipes).status().context("mkfifo")?;
        anyhow::ensure!(made.success(), "mkfifo made no pipes");
        let chromium = browser::chromium(profile.path());
        let mut command = Command::new("sh");
        // A shell, since only it can say which descriptor is which without unsafe code.
        command
            .args(["-c", r#"in="$1"; out="$2"; shift 2; exec "$@" 3<"$in" 4>"$out""#, "sh"])
            .args(&pipes)
            .arg(chromium.get_program())
            .args(chromium.get_args())
            .args(["--remote-debugging-pipe", "about:blank"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let process = Process::start(&mut command)?;
        let [commands, out] = pipes.map(|pipe| both_ways(&pipe));
        let mut hands = Self {
            commands: commands?,
            answers: read_messages(out?),
            session: String::new(),
            last_id: 0,
            console: Vec::new(),
            _process: process,
            _profile: profile,
        };
        let target = hands.call("Target.createTarget", &json!({"url": "about:blank"}))?;
        let attach = json!({"targetId": target["targetId"], "flatten": true});
        let attached = hands.call("Target.attachToTarget", &attach)?;
        hands.session = attached["sessionId"].as_str().context("a session")?.to_owned();
        hands.call("Page.enable", &json!({}))?;
        hands.call("Log.enable", &json!({}))?;
        Ok(hands)
    }

    /// Opens a URL and looks at it so.
    pub fn open(&mut self, url: &str, look: Look) -> anyhow::Result<()> {
        let Look { width, height, dark } = look;
        let size =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.call("Emulation.setDeviceMetricsOverride", &size)?;
        // As on a phone, where they take no room.
        self.call("Emulation.setScrollbarsHidden", &json!({"hidden": true}))?;
        let scheme = if dark { "dark" } else { "light" };
        let features = json!([
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]);
        self.call("Emulation.setEmulatedMedia", &json!({"features": features}))?;
        // A link that differs in the fragment alone would load nothing.
        self.call("Page.navigate", &json!({"url": "about:blank"}))?;
        self.call("Page.navigate", &json!({"url": url}))?;
        self.wait_for("location.href !== 'about:blank' && document.readyState === 'complete'")
    }

    /// Waits until a page is there whose address makes an expression true, with all that it is made
    /// of: its style sheets too, without which nothing can be measured.
    pub fn wait_for_page(&mut self, address: &str) -> anyhow::Result<()> {
        self.wait_for(&format!("({address}) && document.readyState === 'complete'"))
    }

    /// The value of an expression in the page, awaited.
    pub fn evaluate(&mut self, expression: &str) -> anyhow::Result<Value> {
        let parameters =
            json!({"expression": expression, "awaitPromise": true, "returnByValue": true});
        let told = self.call("Runtime.evaluate", &parameters)?;
        if let Some(thrown) = told.get("exceptionDetails") {
            bail!("{expression}: {thrown}");
        }
        Ok(told["result"]["value"].clone())
    }

    /// Waits until an expression is true; `Err` if it never is.
    pub fn wait_for(&mut self, expression: &str) -> anyhow::Result<()> {
        let ask = || self.evaluate(expression).ok().filter(|value| *value == json!(true));
        eventually(PATIENCE, ask)
            .map(|_| ())
            .with_context(|| format!("it never came true: {expression}"))
    }

    /// Presses a key by its name: `Tab`, `Enter`, `ArrowDown`, ` `.
    pub fn press(&mut self, key: &str) -> anyhow::Result<()> {
        let (code, number, text) = match key {
            "Tab" => ("Tab", 9, ""),
            "Enter" => ("Enter", 13, "\r"),
            " " => ("Space", 32, " "),
            "ArrowDown" => ("ArrowDown", 40, ""),
            "ArrowRight" => ("ArrowRight", 39, ""),
            "End" => ("End", 35, ""),
            _ => bail!("no key `{key}` is known here"),
        };
        for kind in ["keyDown", "keyUp"] {
            let mut event = json!({"type": kind, "key": key, "code": code,
                "windowsVirtualKeyCode": number});
            if kind == "keyDown" && !text.is_empty() {
                event["text"] = json!(text);
            }
            self.call("Input.dispatchKeyEvent", &event)?;
        }
        Ok(())
    }

    /// Types a text where the focus is.
    pub fn type_text(&mut self, text: &str) -> anyhow::Result<()> {
        self.call("Input.insertText", &json!({"text": text})).map(|_| ())
    }

    /// Presses Tab until the focus is on what a selector names; how often it took.
    pub fn tab_to(&mut self, selector: &str) -> anyhow::Result<usize> {
        for presses in 0..MOST_TABS {
            let there = format!("document.activeElement?.matches({}) === true", json!(selector));
            if self.evaluate(&there)? == json!(true) {
                return Ok(presses);
            }
            self.press("Tab")?;
        }
        bail!("{MOST_TABS} presses of Tab do not lead to `{selector}`")
    }

    /// The line of the console that has some words in it; `Err` if none ever comes.
    pub fn console_line(&mut self, words: &str) -> anyhow::Result<String> {
        let ask = || {
            // Whatever is asked, what was written meanwhile is told before the answer.
            self.evaluate("0").ok()?;
            self.console.iter().find(|line| line.contains(words)).cloned()
        };
        eventually(PATIENCE, ask).with_context(|| format!("the console never said `{words}`"))
    }

    /// A picture of what is visible, or of the whole page.
    pub fn picture(&mut self, file: &Path, whole: bool) -> anyhow::Result<()> {
        let parameters = json!({"format": "png", "captureBeyondViewport": whole});
        let told = self.call("Page.captureScreenshot", &parameters)?;
        let encoded = told["data"].as_str().context("a picture")?;
        let url = format!("data:image/png;base64,{encoded}");
        let url = data_url::DataUrl::process(&url).ok().context("a data URL")?;
        std::fs::write(file, url.decode_to_vec().ok().context("base64")?.0)?;
        Ok(())
    }

    fn call(&mut self, method: &str, parameters: &Value) -> anyhow::Result<Value> {
        self.last_id += 1;
        let mut message = json!({"id": self.last_id, "method": method, "params": parameters});
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        let mut bytes = serde_json::to_vec(&message)?;
        bytes.push(0);
        self.commands.write_all(&bytes)?;
        loop {
            let told = self.answers.recv_timeout(PATIENCE).context("Chromium says nothing")?;
            if told["method"] == json!("Log.entryAdded") {
                let text = told["params"]["entry"]["text"].as_str().unwrap_or_default();
                self.console.push(text.to_owned());
            }
            if told["id"] != json!(self.last_id) {
                continue;
            }
            if let Some(error) = told.get("error") {
                bail!("{method}: {error}");
            }
            return Ok(told["result"].clone());
        }
    }
}

/// Opened for reading and writing, a named pipe does not wait for its other end.
fn both_ways(pipe: &Path) -> std::io::Result<File> {
    OpenOptions::new().read(true).write(true).open(pipe)
}

fn read_messages(pipe: File) -> Receiver<Value> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let messages = BufReader::new(pipe).split(0).map_while(Result::ok);
        for message in messages.filter_map(|bytes| serde_json::from_slice(&bytes).ok()) {
            if sender.send(message).is_err() {
                return;
            }
        }
    });
    receiver
}

const MOST_TABS: usize = 400;
