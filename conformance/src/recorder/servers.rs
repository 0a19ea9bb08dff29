//! The servers that scenarios talk to: one process at every address, and whoever is asked by `Host`. They
//! write answers to the byte as scripted, also those that no HTTP library would let pass: names in any
//! capitals, several lines, values that are none.

use std::collections::BTreeSet;
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
use std::thread;
use std::time::Duration;

use anyhow::Context;
use crosscheck::scenario::Answer;
use crosscheck::scenario::Record;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::Server;
use crosscheck::scenario::Settings;
use crosscheck::scenario::StepRecord;
use crosscheck::scenario::WireRequest;
use crosscheck_lab::stage::Requests;
use crosscheck_lab::stage::answer_bytes;
use rustls::ServerConnection;
use rustls::StreamOwned;
use serde::Deserialize;
use tungstenite::handshake::derive_accept_key;

use super::authority::Authority;
use super::pages::Pages;
use super::wire;

#[derive(Clone, Debug)]
pub(super) struct Servers(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    authority: Arc<Authority>,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    ports: BTreeSet<u16>,
    pages: Pages,
    /// By their scenario's name.
    scripted: HashMap<String, Scripted>,
    /// What the user of the browser that is open has set.
    settings: Settings,
    /// Counts whatever shows that the page goes on.
    signs_of_life: usize,
    is_over: bool,
}

/// The servers of one scenario.
#[derive(Debug)]
struct Scripted {
    server: ScriptedServer<'static>,
    /// Milliseconds before an answer, by its origin and path.
    delays: HashMap<(String, String), u64>,
    set_by_script: BTreeSet<String>,
    wire: Vec<WireRequest>,
}

/// How it goes with a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Course {
    /// It has run everything that it could.
    Over,
    /// It goes on.
    On,
    /// Nothing new came.
    Still,
}

#[derive(Deserialize)]
struct Told {
    id: String,
    steps: Vec<StepRecord>,
}

impl Servers {
    pub(super) fn new(authority: Arc<Authority>) -> Self {
        Self(Arc::new(Shared { authority, state: Mutex::default(), changed: Condvar::new() }))
    }

    /// Takes a batch, and listens wherever it asks.
    pub(super) fn take(&self, scenarios: &[Scenario], ports: &BTreeSet<u16>) -> anyhow::Result<()> {
        let mut state = self.state();
        // The way from one document to the next leads over port 80.
        let asked: BTreeSet<u16> = ports.iter().copied().chain([80]).collect();
        for port in asked.difference(&state.ports) {
            self.listen(*port)?;
        }
        let ports = state.ports.union(&asked).copied().collect();
        let scripted = scenarios.iter().map(|s| (s.id.clone(), Scripted::of(s)));
        let scripted = scripted.collect();
        *state = State { ports, pages: Pages::of(scenarios), scripted, ..State::default() };
        Ok(())
    }

    /// What the next browser must have set; `None` if all is done.
    pub(super) fn next_settings(&self) -> Option<Settings> {
        self.state().pages.next_settings()
    }

    /// The URL that a new browser begins with.
    pub(super) fn begin(&self, settings: Settings) -> Option<String> {
        let mut state = self.state();
        (state.settings, state.is_over) = (settings, false);
        state.pages.next_url(settings, true)
    }

    /// Waits for news, but not for long.
    pub(super) fn wait(&self, patience: Duration) -> Course {
        let state = self.state();
        let before = state.signs_of_life;
        let unchanged = |state: &mut State| state.signs_of_life == before && !state.is_over;
        let waited = self.0.changed.wait_timeout_while(state, patience, unchanged);
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        match (state.is_over, state.signs_of_life == before) {
            (true, _) => Course::Over,
            (false, true) => Course::Still,
            (false, false) => Course::On,
        }
    }

    /// Gives up the scenario in which a browser is stuck.
    pub(super) fn give_up(&self) {
        self.state().pages.give_up();
    }

    /// How many scenarios of the batch have ended, and how many of them a browser was stuck in.
    pub(super) fn counts(&self) -> (usize, usize) {
        let state = self.state();
        (state.pages.count(), state.pages.given_up())
    }

    /// What came of the batch, without the console.
    pub(super) fn records(&self, scenarios: &[Scenario]) -> Vec<Record> {
        let mut state = self.state();
        let mut record = |scenario: &Scenario| Record {
            id: scenario.id.clone(),
            steps: state.pages.steps(&scenario.id),
            wire: state.scripted.remove(&scenario.id).map(|s| s.wire).unwrap_or_default(),
            console: Vec::new(),
        };
        scenarios.iter().map(&mut record).collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn listen(&self, port: u16) -> anyhow::Result<()> {
        let listener = TcpListener::bind(("::", port)).with_context(|| format!("port {port}"))?;
        let servers = self.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let servers = servers.clone();
                // A browser may drop a connection at any point.
                thread::spawn(move || drop(servers.connected(stream)));
            }
        });
        Ok(())
    }

    fn connected(&self, stream: TcpStream) -> anyhow::Result<()> {
        stream.set_nodelay(true)?;
        let mut first = [0];
        if stream.peek(&mut first)? == 0 {
            return Ok(());
        }
        if first[0] != TLS_HANDSHAKE {
            return self.talk("http", stream);
        }
        let address = stream.local_addr()?.ip().to_canonical();
        let connection = ServerConnection::new(self.0.authority.server(address)?)?;
        self.talk("https", StreamOwned::new(connection, stream))
    }

    /// Answers one connection's requests.
    fn talk(&self, scheme: &str, mut stream: impl Read + Write) -> anyhow::Result<()> {
        let mut requests = Requests::new(HEAD_LIMIT, BODY_LIMIT);
        let mut buffer = [0; 4096];
        loop {
            let Some((head, body)) = requests.take()? else {
                match stream.read(&mut buffer)? {
                    0 => return Ok(()),
                    read => requests.push(&buffer[..read]),
                }
                continue;
            };
            let head = WireRequest { origin: wire::origin(scheme, &head.headers), ..head };
            let (mut answer, delay) = self.answer(&head, &body);
            thread::sleep(delay);
            if answer.status == 101 {
                upgrade(&mut answer, &head);
                stream.write_all(&answer_bytes(&answer, &head.method))?;
                return close_socket(&mut stream);
            }
            stream.write_all(&answer_bytes(&answer, &head.method))?;
            stream.flush()?;
        }
    }

    fn answer(&self, head: &WireRequest, body: &[u8]) -> (Answer, Duration) {
        let path = head.path.split('?').next().unwrap_or_default();
        let mut state = self.state();
        let own = match path {
            "/" => state.pages.document(),
            "/__o2/told" => {
                if let Ok(told) = serde_json::from_slice::<Told>(body) {
                    state.pages.take(told.id, told.steps);
                    state.signs_of_life += 1;
                }
                Some(Answer { status: 204, ..Answer::default() })
            }
            "/__o2/next" => {
                let settings = state.settings;
                let next = state.pages.next_url(settings, false);
                state.signs_of_life += 1;
                state.is_over = next.is_none();
                Some(plain(next.unwrap_or_default()))
            }
            _ => state.pages.file(path),
        };
        self.0.changed.notify_all();
        if let Some(answer) = own {
            return (answer, Duration::ZERO);
        }
        let id = path.strip_prefix("/s/").and_then(|rest| rest.split('/').next());
        let id = id.unwrap_or_default();
        // What a browser asks later, of itself, is no part of the scenario.
        let is_over = state.pages.is_over(id);
        let Some(scripted) = state.scripted.get_mut(id) else {
            return (not_found(), Duration::ZERO);
        };
        if !is_over {
            scripted.wire.push(wire::kept(head, &scripted.set_by_script));
        }
        let delay = scripted.delays.get(&(head.origin.clone(), path.to_owned())).copied();
        let answer = scripted.server.answer(head).expect("a scripted server answers everybody");
        (answer, Duration::from_millis(delay.unwrap_or_default()))
    }
}

impl Scripted {
    fn of(scenario: &Scenario) -> Self {
        let delayed = scenario.server.iter().filter(|route| route.delay_ms > 0);
        let headers = scenario.steps.iter().flat_map(|step| &step.headers);
        Self {
            server: ScriptedServer::from(scenario.server.clone()),
            delays: delayed.map(|r| ((r.origin.clone(), r.path.clone()), r.delay_ms)).collect(),
            set_by_script: headers.map(|(name, _)| name.to_ascii_lowercase()).collect(),
            wire: Vec::new(),
        }
    }
}

/// Completes the answer that accepts a WebSocket.
fn upgrade(answer: &mut Answer, head: &WireRequest) {
    let key = head.headers.get("sec-websocket-key").map(|key| key.as_bytes()).unwrap_or_default();
    answer.headers.append("Upgrade", "websocket");
    answer.headers.append("Connection", "Upgrade");
    answer.headers.append("Sec-WebSocket-Accept", derive_accept_key(key));
}

/// Says a WebSocket's last word, and hears the page's.
fn close_socket(stream: &mut (impl Read + Write)) -> anyhow::Result<()> {
    stream.flush()?;
    let mut frame = [0; 64];
    let _ = stream.read(&mut frame)?;
    stream.write_all(&[0x88, 0])?;
    stream.flush()?;
    // The page closes it.
    while stream.read(&mut frame).unwrap_or_default() > 0 {}
    Ok(())
}

fn plain(text: String) -> Answer {
    let length = text.len().to_string();
    let headers = [("Cache-Control", "no-store"), ("Content-Length", &length)];
    Answer { status: 200, headers: headers.into_iter().collect(), body: text.into_bytes() }
}

fn not_found() -> Answer {
    let headers = [("Cache-Control", "no-store"), ("Content-Length", "0")];
    Answer { status: 404, headers: headers.into_iter().collect(), body: Vec::new() }
}

/// The first byte of whoever begins to speak TLS.
const TLS_HANDSHAKE: u8 = 0x16;
/// What browsers send at most, in bytes: long headers are among what is tried.
const HEAD_LIMIT: usize = 1 << 20;
/// A page tells of a scenario in one body.
const BODY_LIMIT: usize = 16 << 20;
