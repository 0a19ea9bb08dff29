//! The three servers that scenarios talk to. They write answers to the byte as scripted, also those
//! that no HTTP library would let pass: names in any capitals, several lines, values that are none.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread;

use anyhow::Context;
use anyhow::bail;
use crosscheck::scenario::Record;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::StepRecord;
use crosscheck::scenario::WireRequest;
use serde::Deserialize;

use crate::process::PATIENCE;

/// The page's origin.
pub(super) const PAGE: &str = "http://localhost:18801";
/// Another origin of the page's site.
pub(super) const NEIGHBOUR: &str = "http://localhost:18802";
/// An origin of another site.
pub(super) const STRANGER: &str = "http://127.0.0.1:18803";

const PORTS: [(u16, &str); 3] = [(18801, PAGE), (18802, NEIGHBOUR), (18803, STRANGER)];

#[derive(Clone, Debug)]
pub(super) struct Servers(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    stopped: AtomicBool,
}

#[derive(Debug, Default)]
struct State {
    rules: HashMap<(String, String), Vec<Route>>,
    wire: HashMap<String, Vec<WireRequest>>,
    batch: Option<Vec<u8>>,
    told: HashMap<String, Vec<StepRecord>>,
}

#[derive(Deserialize)]
struct Told {
    id: String,
    steps: Vec<StepRecord>,
}

impl Servers {
    pub(super) fn start() -> anyhow::Result<Self> {
        let servers = Self(Arc::default());
        for (port, origin) in PORTS {
            let listener = bind(port)?;
            let servers = servers.clone();
            thread::spawn(move || {
                for stream in listener.incoming().flatten() {
                    if servers.0.stopped.load(Ordering::SeqCst) {
                        return;
                    }
                    let servers = servers.clone();
                    thread::spawn(move || servers.serve(origin, stream));
                }
            });
        }
        Ok(servers)
    }

    /// Gives the ports back.
    pub(super) fn stop(&self) {
        self.0.stopped.store(true, Ordering::SeqCst);
        for (port, _) in PORTS {
            // Whoever waits for a connection gets one, and sees that it was the last.
            let _ = TcpStream::connect(("127.0.0.1", port));
        }
    }

    /// Hands a batch to the page and waits until it has told of each scenario.
    pub(super) fn run(&self, scenarios: &[Scenario]) -> anyhow::Result<Vec<Record>> {
        let mut state = self.state();
        *state = State::default();
        for rule in scenarios.iter().flat_map(|scenario| &scenario.server) {
            let key = (rule.origin.clone(), rule.path.clone());
            state.rules.entry(key).or_default().push(rule.clone());
        }
        state.batch = Some(serde_json::to_vec(scenarios)?);
        self.0.changed.notify_all();
        while state.told.len() < scenarios.len() {
            let before = state.told.len();
            let waited = self.0.changed.wait_timeout(state, PATIENCE);
            let (now, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
            state = now;
            if timeout.timed_out() && state.told.len() == before {
                bail!("nothing new in {PATIENCE:?}; {before} of {} were told", scenarios.len());
            }
        }
        Ok(scenarios
            .iter()
            .map(|scenario| Record {
                id: scenario.id.clone(),
                steps: state.told.remove(&scenario.id).unwrap_or_default(),
                wire: state.wire.remove(&scenario.id).unwrap_or_default(),
                console: Vec::new(),
            })
            .collect())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers one connection's requests; a browser may drop it at any point.
    fn serve(&self, origin: &'static str, stream: TcpStream) {
        let Ok(mut writer) = stream.try_clone() else { return };
        let mut reader = BufReader::new(stream);
        while let Ok(Some(request)) = read_request(origin, &mut reader) {
            let answer = self.answer(&request);
            if writer.write_all(&answer.to_bytes(&request.head.method)).is_err() {
                return;
            }
        }
    }

    fn answer(&self, request: &Request) -> Answer {
        let head = &request.head;
        let path = head.path.split('?').next().unwrap_or_default();
        match (head.origin.as_str(), path) {
            (PAGE, "/page") => return Answer::file("text/html", include_bytes!("page.html")),
            (PAGE, "/batch") => return Answer::file("application/json", &self.next_batch()),
            (PAGE, "/told") => {
                if let Ok(told) = serde_json::from_slice::<Told>(&request.body) {
                    self.state().told.insert(told.id, told.steps);
                    self.0.changed.notify_all();
                }
                return Answer { status: 204, ..Answer::default() };
            }
            _ => {}
        }
        let mut state = self.state();
        if let Some(id) = path.strip_prefix("/s/").and_then(|rest| rest.split('/').next()) {
            state.wire.entry(id.to_owned()).or_default().push(head.clone());
        }
        let rules = state.rules.get(&(head.origin.clone(), path.to_owned()));
        let rule = rules
            .into_iter()
            .flatten()
            .find(|rule| rule.method == "*" || rule.method == head.method);
        let Some(rule) = rule else { return Answer { status: 404, ..Answer::default() } };
        Answer {
            status: rule.status,
            headers: rule.headers.clone(),
            body: file(&rule.body).unwrap_or(rule.body.as_bytes()).to_vec(),
        }
    }

    fn next_batch(&self) -> Vec<u8> {
        let mut state = self.state();
        loop {
            if let Some(batch) = state.batch.take() {
                return batch;
            }
            let waited = self.0.changed.wait(state);
            state = waited.unwrap_or_else(PoisonError::into_inner);
        }
    }
}

fn bind(port: u16) -> anyhow::Result<TcpListener> {
    // A recorder that has just ended may still hold it.
    let attempt = || TcpListener::bind(("127.0.0.1", port)).ok();
    crate::process::eventually(PATIENCE, attempt)
        .with_context(|| format!("port {port} is taken, and scenarios name it; end what holds it"))
}

#[derive(Debug, Default)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Answer {
    fn file(mime_type: &str, body: &[u8]) -> Self {
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let headers = [header("Content-Type", mime_type), header("Cache-Control", "no-store")];
        Self { status: 200, headers: headers.into(), body: body.into() }
    }

    fn to_bytes(&self, method: &str) -> Vec<u8> {
        let mut text = format!("HTTP/1.1 {} X\r\n", self.status);
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        let has_body = !matches!(self.status, 204 | 304);
        if has_body {
            text.push_str(&format!("Content-Length: {}\r\n", self.body.len()));
        }
        text.push_str("\r\n");
        // Each code point of a scripted value stands for one byte.
        let mut bytes: Vec<u8> = text.chars().map(|c| u32::from(c).to_le_bytes()[0]).collect();
        if has_body && method != "HEAD" {
            bytes.extend(&self.body);
        }
        bytes
    }
}

struct Request {
    head: WireRequest,
    body: Vec<u8>,
}

fn read_request(origin: &str, reader: &mut BufReader<TcpStream>) -> io::Result<Option<Request>> {
    let Some(first) = read_line(reader)? else { return Ok(None) };
    let mut words = first.split(' ');
    let (Some(method), Some(path)) = (words.next(), words.next()) else { return Ok(None) };
    let mut headers: BTreeMap<String, String> = BTreeMap::new();
    while let Some(line) = read_line(reader)?.filter(|line| !line.is_empty()) {
        let Some((name, value)) = line.split_once(':') else { continue };
        let (name, value) = (name.to_ascii_lowercase(), value.trim_matches([' ', '\t']));
        headers
            .entry(name)
            .and_modify(|all| {
                all.push_str(", ");
                all.push_str(value);
            })
            .or_insert_with(|| value.to_owned());
    }
    let body = read_body(reader, &headers)?;
    if let Some(value) = headers.get_mut("content-type")
        && let Some((before, _)) = value.split_once("boundary=")
    {
        *value = format!("{before}boundary=…");
    }
    let head = WireRequest {
        origin: origin.into(),
        method: method.into(),
        path: path.into(),
        headers,
        body: body.len(),
    };
    Ok(Some(Request { head, body }))
}

fn read_body(
    reader: &mut BufReader<TcpStream>,
    headers: &BTreeMap<String, String>,
) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    if let Some(length) = headers.get("content-length").and_then(|text| text.parse().ok()) {
        reader.by_ref().take(length).read_to_end(&mut body)?;
    } else if headers.get("transfer-encoding").is_some_and(|value| value == "chunked") {
        while let Some(line) = read_line(reader)? {
            let length = u64::from_str_radix(line.trim(), 16).unwrap_or(0);
            reader.by_ref().take(length).read_to_end(&mut body)?;
            read_line(reader)?;
            if length == 0 {
                break;
            }
        }
    }
    Ok(body)
}

/// A line without its end, its bytes as code points; `None` at the end of the connection.
fn read_line(reader: &mut BufReader<TcpStream>) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    if reader.by_ref().take(LINE_LIMIT).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    let line = line.strip_suffix(b"\n").unwrap_or(&line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    Ok(Some(line.iter().map(|byte| char::from(*byte)).collect()))
}

/// Bytes of a line; no browser sends more.
const LINE_LIMIT: u64 = 1 << 20;

/// The small valid files that a body of `@name` stands for.
fn file(name: &str) -> Option<&'static [u8]> {
    Some(match name {
        "@png" => include_bytes!("pixel.png"),
        "@font" => include_bytes!("letter.ttf"),
        "@css" => b"p{color:red}",
        "@script" => b"throw new Error('boom')",
        "@events" => b"data: hi\n\n",
        _ => return None,
    })
}
