//! What went by, counted: decisions by verdict and reason, answers by status, latency, refused origins.

use std::collections::HashMap;
use std::fmt;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use crosscheck::server::Decision;
use crosscheck::server::Reason;
use crosscheck::server::RequestHeader;
use crosscheck_gateway::Exchange;
use crosscheck_gateway::Observer;
use serde::Serialize;

use crate::event::Refused;
use crate::refused_log::Budget;
use crate::refused_log::cut_lossy;

/// Counts of what a gateway answered, since it started.
///
/// Bounded whatever strangers send: nothing is kept by a name of theirs but the origins that are refused
/// most, of which there are 200 at most.
pub struct Tally {
    /// By [`Kind`], then by verdict: allowed, then each reason.
    decisions: [[AtomicU64; 1 + Reason::ALL.len()]; 2],
    without_origin: AtomicU64,
    /// By status, from 100 on.
    statuses: [AtomicU64; 500],
    failures: AtomicU64,
    /// By the first of [`BOUNDS`] that it does not exceed, then those above all.
    latency: [AtomicU64; BOUNDS.len() + 1],
    latency_sum_micros: AtomicU64,
    refused: Mutex<RefusedOrigins>,
}

/// What a page asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Preflight,
    Actual,
}

impl Kind {
    pub(crate) const ALL: [Self; 2] = [Self::Preflight, Self::Actual];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Preflight => "preflight",
            Self::Actual => "actual",
        }
    }
}

impl Default for Tally {
    fn default() -> Self {
        let zero = |_| AtomicU64::new(0);
        Self {
            decisions: std::array::from_fn(|_| std::array::from_fn(zero)),
            without_origin: AtomicU64::new(0),
            statuses: std::array::from_fn(zero),
            failures: AtomicU64::new(0),
            latency: std::array::from_fn(zero),
            latency_sum_micros: AtomicU64::new(0),
            refused: Mutex::default(),
        }
    }
}

impl fmt::Debug for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tally").field("requests", &self.requests()).finish_non_exhaustive()
    }
}

impl Observer for Tally {
    fn answered(&self, exchange: &Exchange<'_>) {
        let add = |cell: &AtomicU64| cell.fetch_add(1, Ordering::Relaxed);
        let kind = match exchange.decision {
            Decision::Preflight { .. } => Kind::Preflight,
            _ => Kind::Actual,
        };
        match exchange.decision.verdict() {
            None => add(&self.without_origin),
            Some(verdict) => add(&self.decisions[kind as usize][place(verdict)]),
        };
        let status = usize::from(exchange.response_status.as_u16());
        if let Some(cell) = status.checked_sub(100).and_then(|at| self.statuses.get(at)) {
            add(cell);
        }
        if exchange.failure.is_some() {
            add(&self.failures);
        }
        let bucket = BOUNDS.iter().position(|bound| exchange.took <= *bound);
        add(&self.latency[bucket.unwrap_or(BOUNDS.len())]);
        let micros = u64::try_from(exchange.took.as_micros()).unwrap_or(u64::MAX);
        self.latency_sum_micros.fetch_add(micros, Ordering::Relaxed);
        if matches!(exchange.decision.verdict(), Some(Err(_))) {
            let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
            refused.add(exchange, Instant::now());
        }
    }
}

impl Tally {
    /// How many requests there were.
    pub fn requests(&self) -> u64 {
        self.latency.iter().map(read).sum()
    }

    pub(crate) fn decisions(&self, kind: Kind, verdict: Result<(), Reason>) -> u64 {
        read(&self.decisions[kind as usize][place(verdict)])
    }

    pub(crate) fn without_origin(&self) -> u64 {
        read(&self.without_origin)
    }

    /// Each status that there was, and how often.
    pub(crate) fn statuses(&self) -> impl Iterator<Item = (usize, u64)> {
        let counted = self.statuses.iter().enumerate().map(|(at, cell)| (at + 100, read(cell)));
        counted.filter(|(_, count)| *count > 0)
    }

    pub(crate) fn failures(&self) -> u64 {
        read(&self.failures)
    }

    /// How many took no longer than each of [`BOUNDS`], and how many in all; the time of all together.
    pub(crate) fn latency(&self) -> (Vec<u64>, Duration) {
        let mut sum = 0;
        let up_to = self.latency.iter().map(|cell| {
            sum += read(cell);
            sum
        });
        (up_to.collect(), Duration::from_micros(read(&self.latency_sum_micros)))
    }

    /// The bound that this share of all requests, from 0 to 1, did not exceed; `None` if it is above all of
    /// them, or nobody has asked.
    pub(crate) fn quantile(&self, share: f64) -> Option<Duration> {
        let (up_to, _) = self.latency();
        let all = *up_to.last()?;
        let wanted = (all as f64 * share).ceil() as u64;
        let bucket = up_to.iter().position(|count| *count >= wanted.max(1))?;
        BOUNDS.get(bucket).copied()
    }

    /// The origins that are refused most, with the reason and what would allow them.
    pub fn refused_origins(&self) -> Vec<RefusedOrigin> {
        self.refused.lock().unwrap_or_else(PoisonError::into_inner).top()
    }
}

/// An origin that is refused for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RefusedOrigin {
    /// As it was sent, at most 300 letters of it: a stranger wrote it.
    pub origin: String,
    /// The reason's name.
    pub reason: &'static str,
    /// How often; of rare ones it may be counted too high, where there are very many origins.
    pub count: u64,
    /// The first request of it: its method.
    pub method: String,
    /// And its path, without a query.
    pub path: String,
    /// The line of the policy file that would allow that.
    pub line: Option<String>,
}

/// The most frequent, found in bounded room: who is new takes the place of the rarest, and its count.
#[derive(Default)]
struct RefusedOrigins {
    by_origin: HashMap<(String, &'static str), RefusedOrigin>,
    explained: Budget,
}

impl RefusedOrigins {
    fn add(&mut self, exchange: &Exchange<'_>, now: Instant) {
        let Some(Err(reason)) = exchange.decision.verdict() else { return };
        let origin = exchange.request.headers().get(RequestHeader::Origin.name());
        let origin = origin.map(|line| cut_lossy(line).into_owned());
        let key = (origin.unwrap_or_default(), reason.name());
        if let Some(known) = self.by_origin.get_mut(&key) {
            known.count += 1;
            return;
        }
        // To find what would allow it takes a while: of a flood only some are explained, and kept.
        if self.explained.admit(now).is_none() {
            return;
        }
        let Some(refused) = Refused::of(exchange) else { return };
        let mut before = 0;
        if self.by_origin.len() >= MOST_ORIGINS {
            let rarest = self.by_origin.iter().min_by_key(|(_, known)| known.count);
            let Some(rarest) = rarest.map(|(key, _)| key.clone()) else { return };
            before = self.by_origin.remove(&rarest).map_or(0, |known| known.count);
        }
        let line = refused.change.map(|(value, list)| format!("{list}: add {value:?}"));
        let (origin, name) = key.clone();
        let entry = RefusedOrigin {
            origin,
            reason: name,
            count: before + 1,
            method: refused.method,
            path: refused.path,
            line,
        };
        self.by_origin.insert(key, entry);
    }

    fn top(&self) -> Vec<RefusedOrigin> {
        let mut all: Vec<_> = self.by_origin.values().cloned().collect();
        all.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.origin.cmp(&b.origin)));
        all.truncate(SHOWN);
        all
    }
}

fn read(cell: &AtomicU64) -> u64 {
    cell.load(Ordering::Relaxed)
}

fn place(verdict: Result<(), Reason>) -> usize {
    let Err(reason) = verdict else { return 0 };
    1 + Reason::ALL.iter().position(|known| *known == reason).unwrap_or_default()
}

const MOST_ORIGINS: usize = 200;
const SHOWN: usize = 50;

/// Where latency is cut.
pub(crate) const BOUNDS: [Duration; 13] = [
    Duration::from_micros(500),
    Duration::from_millis(1),
    Duration::from_micros(2_500),
    Duration::from_millis(5),
    Duration::from_millis(10),
    Duration::from_millis(25),
    Duration::from_millis(50),
    Duration::from_millis(100),
    Duration::from_millis(250),
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_millis(2_500),
    Duration::from_secs(10),
];
