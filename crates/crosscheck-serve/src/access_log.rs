//! A line for each request: who asked what, what was answered, and what the policy said.
//!
//! No cookie, no header but `Origin`, and nothing of a query: secrets stand there. What a stranger wrote is
//! shown as data: no letter of it ends a line or commands a terminal.

use std::borrow::Cow;
use std::fmt;
use std::fmt::Write as _;
use std::io::BufWriter;
use std::io::Write;
use std::iter;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::sync::mpsc;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::Sender;
use std::sync::mpsc::SyncSender;
use std::thread;
use std::time::Duration;
use std::time::SystemTime;

use crosscheck::server::Decision;
use crosscheck::server::RequestHeader;
use crosscheck_config::AccessLogFormat;
use crosscheck_config::visible::visible;
use crosscheck_config::visible::visible_json;
use crosscheck_gateway::AnsweredBy;
use crosscheck_gateway::Exchange;
use crosscheck_gateway::Observer;
use serde::Serialize;

use crate::refused_log::cut_lossy;
use crate::time_stamp::with_time;

/// Writes the lines on a thread of its own. Who reads them may be slow: what finds no room is left out, and
/// counted.
pub struct AccessLog {
    lines: SyncSender<String>,
    /// Below it, so that it waits for the last line.
    _written: Written,
    format: AccessLogFormat,
    upstreams: Arc<[String]>,
    left_out: Arc<AtomicU64>,
}

/// Waits until the last line is written, or nobody takes it.
struct Written(Mutex<Receiver<()>>);

impl Drop for Written {
    fn drop(&mut self) {
        let ended = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        let _ = ended.recv_timeout(PATIENCE);
    }
}

/// What is said of one request.
#[derive(Serialize)]
struct Record<'a> {
    time: &'a str,
    client: IpAddr,
    method: &'a str,
    host: Option<Cow<'a, str>>,
    path: &'a str,
    status: u16,
    took_ms: f64,
    answered_by: &'a str,
    upstream: Option<&'a str>,
    origin: Option<Cow<'a, str>>,
    cors: &'a str,
    reason: Option<&'a str>,
    failure: Option<String>,
}

impl AccessLog {
    /// In: where lines go, how they are written, the upstreams in the order of the gateway's backends.
    pub fn start(
        mut out: impl Write + Send + 'static,
        format: AccessLogFormat,
        upstreams: Arc<[String]>,
    ) -> Self {
        let (lines, coming) = mpsc::sync_channel::<String>(WAITING);
        let (ends, ended) = mpsc::channel();
        thread::spawn(move || {
            let _ends: Sender<()> = ends;
            let mut out = BufWriter::with_capacity(64 * 1024, &mut out);
            while let Ok(first) = coming.recv() {
                for line in iter::once(first).chain(coming.try_iter()) {
                    if out.write_all(line.as_bytes()).is_err() {
                        // Nobody reads any more; whoever serves goes on.
                        return;
                    }
                }
                let _ = out.flush();
                // While it waited, each line would have to wake it, which costs more than to serve a request.
                thread::sleep(PAUSE);
            }
        });
        Self {
            lines,
            _written: Written(Mutex::new(ended)),
            format,
            upstreams,
            left_out: Arc::default(),
        }
    }

    /// How many lines found no room.
    pub(crate) fn left_out(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.left_out)
    }

    fn line(&self, exchange: &Exchange<'_>, time: &str) -> String {
        let origin = exchange.request.headers().get(RequestHeader::Origin.name());
        let (cors, reason) = match (exchange.decision, exchange.decision.verdict()) {
            (_, None) => ("none", None),
            (Decision::Preflight { .. }, Some(Ok(()))) => ("preflight-allowed", None),
            (_, Some(Ok(()))) => ("allowed", None),
            (Decision::Preflight { .. }, Some(Err(why))) => ("preflight-refused", Some(why.name())),
            (_, Some(Err(why))) => ("refused", Some(why.name())),
        };
        let upstream = exchange.backend.and_then(|number| self.upstreams.get(number));
        let record = Record {
            time,
            client: exchange.client.ip().to_canonical(),
            method: exchange.request.method(),
            host: exchange.request.host().map(cut_lossy),
            path: exchange.request.path(),
            status: exchange.response_status.as_u16(),
            took_ms: exchange.took.as_micros() as f64 / 1000.0,
            answered_by: match exchange.answered_by {
                AnsweredBy::Gateway => "gateway",
                AnsweredBy::Upstream => "upstream",
            },
            upstream: upstream.map(String::as_str),
            origin: origin.map(cut_lossy),
            cors,
            reason,
            failure: exchange.failure.map(ToString::to_string),
        };
        let mut line = String::with_capacity(USUAL);
        match self.format {
            AccessLogFormat::Json => {
                let mut json = line.into_bytes();
                // Neither memory nor these fields refuse.
                let _ = serde_json::to_writer(&mut json, &record);
                line = String::from_utf8(json).unwrap_or_default();
                if let Cow::Owned(shown) = visible_json(&line) {
                    line = shown;
                }
            }
            AccessLogFormat::Text => {
                let _ = write!(line, "{record}");
                if !line.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
                    line = visible(&line);
                }
            }
        }
        line.push('\n');
        line
    }
}

impl fmt::Display for Record<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { time, client, method, path, status, took_ms, answered_by, cors, .. } = self;
        let host = self.host.as_deref().unwrap_or("-");
        write!(f, "{time} {client} {method} {host} {path} {status} {took_ms} ms by {answered_by}")?;
        if let Some(origin) = &self.origin {
            write!(f, ", {cors} to {origin}")?;
        }
        if let Some(reason) = self.reason {
            write!(f, " ({reason})")?;
        }
        match &self.failure {
            Some(failure) => write!(f, ", {failure}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for AccessLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessLog").field("format", &self.format).finish_non_exhaustive()
    }
}

impl Observer for AccessLog {
    fn answered(&self, exchange: &Exchange<'_>) {
        let line = with_time(SystemTime::now(), |time| self.line(exchange, time));
        if self.lines.try_send(line).is_err() {
            self.left_out.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// How many lines may wait to be written.
const WAITING: usize = 8192;
/// How long lines are let come until they are written. They find room for as long, however many workers there are.
const PAUSE: Duration = Duration::from_millis(5);
/// Most lines are shorter.
const USUAL: usize = 512;
/// How long a program that ends waits for who reads them.
const PATIENCE: Duration = Duration::from_secs(1);
