//! The three servers that scenarios talk to. They write answers to the byte as scripted, also those
//! that no HTTP library would let pass: names in any capitals, several lines, values that are none.

use std::collections::HashMap;
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
use crosscheck::scenario::Answer;
use crosscheck::scenario::Record;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::Server;
use crosscheck::scenario::StepRecord;
use crosscheck::scenario::WireRequest;
use crosscheck_lab::stage::PERFORM;
use crosscheck_lab::stage::Requests;
use crosscheck_lab::stage::answer_bytes;
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
    fn serve(&self, origin: &'static str, mut stream: TcpStream) {
        let mut requests = Requests::new(HEAD_LIMIT, BODY_LIMIT);
        let mut buffer = [0; 4096];
        loop {
            let Ok(taken) = requests.take() else { return };
            let Some((head, body)) = taken else {
                match stream.read(&mut buffer) {
                    Ok(read @ 1..) => requests.push(&buffer[..read]),
                    _ => return,
                }
                continue;
            };
            let head = WireRequest { origin: origin.into(), ..head };
            let answer = self.answer(&head, &body);
            if stream.write_all(&answer_bytes(&answer, &head.method)).is_err() {
                return;
            }
        }
    }

    fn answer(&self, head: &WireRequest, body: &[u8]) -> Answer {
        let path = head.path.split('?').next().unwrap_or_default();
        match (head.origin.as_str(), path) {
            (PAGE, "/page") => return file("text/html", include_bytes!("page.html")),
            (PAGE, "/perform.js") => return file("text/javascript", PERFORM.as_bytes()),
            (PAGE, "/batch") => return file("application/json", &self.next_batch()),
            (PAGE, "/told") => {
                if let Ok(told) = serde_json::from_slice::<Told>(body) {
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
        let rules = rules.map(Vec::as_slice).unwrap_or_default();
        ScriptedServer::new(rules).answer(head).expect("a scripted server answers everybody")
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

/// A file of the recorder's own. Its sandboxed frame, whose origin is `null`, imports a module too.
fn file(mime_type: &str, body: &[u8]) -> Answer {
    let length = body.len().to_string();
    let headers = [
        ("Content-Type", mime_type),
        ("Cache-Control", "no-store"),
        ("Access-Control-Allow-Origin", "*"),
        ("Content-Length", &length),
    ];
    Answer { status: 200, headers: headers.into_iter().collect(), body: body.into() }
}

/// What browsers send at most, in bytes: long headers are among what is tried.
const HEAD_LIMIT: usize = 1 << 20;
/// A page tells of a scenario in one body.
const BODY_LIMIT: usize = 16 << 20;
