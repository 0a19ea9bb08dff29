//! What servers heard and said, by runs: bounded in runs, in entries and in bytes.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use crosscheck_gateway::AnsweredBy;
use crosscheck_gateway::Exchange;
use crosscheck_gateway::HeaderLines;
use crosscheck_gateway::Observer;

use crate::chance::unguessable;
use crate::entry::Entry;

/// The last runs, what is known about each, and what its servers heard. Only a run that was begun
/// is written down; the oldest is forgotten first.
#[derive(Debug)]
pub(crate) struct Ledger<T> {
    runs: VecDeque<Run<T>>,
    bytes: usize,
}

#[derive(Debug)]
struct Run<T> {
    name: String,
    about: T,
    wire: Vec<Entry>,
    bytes: usize,
}

impl<T> Default for Ledger<T> {
    fn default() -> Self {
        Self { runs: VecDeque::new(), bytes: 0 }
    }
}

impl<T> Ledger<T> {
    /// Begins a run. In: the bytes that `about` takes.
    pub(crate) fn begin(&mut self, name: String, about: T, bytes: usize) {
        self.bytes += bytes;
        self.runs.push_back(Run { name, about, wire: Vec::new(), bytes });
        self.forget();
    }

    /// Writes an exchange down; what is too much for its run is not kept.
    pub(crate) fn hear(&mut self, name: &str, mut entry: Entry) {
        let Some(run) = self.runs.iter_mut().find(|run| run.name == name) else { return };
        let bytes = entry.reduce(&run.wire);
        if run.wire.len() < MOST_ENTRIES && run.bytes + bytes <= RUN_BYTES {
            run.wire.push(entry);
            run.bytes += bytes;
            self.bytes += bytes;
            self.forget();
        }
    }

    /// What is known about a run; `None` if it was not begun, or is forgotten.
    pub(crate) fn about(&mut self, name: &str) -> Option<&mut T> {
        self.runs.iter_mut().find(|run| run.name == name).map(|run| &mut run.about)
    }

    /// Everything heard of a run, in order; `None` likewise.
    pub(crate) fn wire(&self, name: &str) -> Option<&[Entry]> {
        self.runs.iter().find(|run| run.name == name).map(|run| run.wire.as_slice())
    }

    fn forget(&mut self) {
        while self.runs.len() > MOST_RUNS || self.bytes > ALL_BYTES && self.runs.len() > 1 {
            let oldest = self.runs.pop_front();
            self.bytes -= oldest.map_or(0, |run| run.bytes);
        }
    }
}

/// What reached the API's origin, header by header, for the page to show.
#[derive(Debug, Default)]
pub(crate) struct Log(Mutex<Ledger<()>>);

impl Log {
    /// Begins a run: what is asked of the API under its name is written down. Out: its name.
    pub(crate) fn begin(&self) -> String {
        let name = unguessable::<8>();
        self.runs().begin(name.clone(), (), 0);
        name
    }

    /// Everything seen of a run, in order.
    pub(crate) fn of(&self, run: &str) -> Vec<Entry> {
        self.runs().wire(run).unwrap_or_default().to_vec()
    }

    fn runs(&self) -> MutexGuard<'_, Ledger<()>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Observer for Log {
    fn answered(&self, exchange: &Exchange<'_>) {
        let path = exchange.request.path();
        // A run's name is the second segment: `/simple/RUN`.
        let Some(run) = path.split('/').nth(2) else { return };
        let mut runs = self.runs();
        if runs.about(run).is_none() {
            return;
        }
        let entry = Entry {
            method: exchange.request.method().to_owned(),
            path: path.to_owned(),
            headers: lines(exchange.request.headers()),
            status: exchange.response_status.as_u16(),
            response_headers: lines(exchange.response_headers),
            answered_by: match exchange.answered_by {
                AnsweredBy::Gateway => "gateway",
                AnsweredBy::Upstream => "upstream",
            },
        };
        runs.hear(run, entry);
    }
}

fn lines(headers: HeaderLines<'_>) -> Vec<(String, String)> {
    let text = |value| String::from_utf8_lossy(value).into_owned();
    headers.iter().map(|(name, value)| (name.into_owned(), text(value))).collect()
}

const MOST_RUNS: usize = 256;
const MOST_ENTRIES: usize = 64;
const RUN_BYTES: usize = 512 << 10;
const ALL_BYTES: usize = 8 << 20;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::LONGEST_TEXT;

    /// Bytes of every text that is kept.
    fn kept<T>(ledger: &Ledger<T>) -> usize {
        let texts = |entry: &Entry| {
            let lines = entry.headers.iter().chain(&entry.response_headers);
            lines.map(|(n, v)| n.capacity() + v.capacity()).sum::<usize>() + entry.path.capacity()
        };
        ledger.runs.iter().flat_map(|run| &run.wire).map(texts).sum()
    }

    /// 60 KB a request, as many as anybody likes, for one run, for many, and for none.
    #[test]
    fn what_is_kept_does_not_grow_with_what_is_sent() {
        let mut ledger = Ledger::default();
        let entry = |at: usize| Entry {
            path: format!("/simple/{at}"),
            headers: (0..60).map(|n| (format!("x-{n}"), "a".repeat(1 << 10))).collect(),
            ..Entry::default()
        };
        for at in 0..4096_usize {
            let name = format!("run{}", at / 16);
            if at % 16 == 0 {
                ledger.begin(name.clone(), (), 0);
            }
            ledger.hear(&name, entry(at));
            ledger.hear("nobody", entry(at));
        }
        assert!(kept(&ledger) <= ALL_BYTES, "{} bytes", kept(&ledger));
        assert!(ledger.wire("run255").is_some_and(|wire| wire.len() > 4), "the last is there");
        assert!(ledger.wire("run0").is_none() && ledger.wire("nobody").is_none());
        assert_eq!(ledger.bytes, ledger.runs.iter().map(|run| run.bytes).sum::<usize>());
        // Few bytes each: then it is runs and entries that have an end.
        for at in 0..1024 {
            ledger.begin(format!("small{at}"), (), 0);
        }
        (0..1024).for_each(|_| ledger.hear("small1023", Entry::default()));
        assert_eq!(ledger.runs.len(), MOST_RUNS);
        assert_eq!(ledger.wire("small1023").map(<[Entry]>::len), Some(MOST_ENTRIES));
    }

    #[test]
    fn what_is_longer_than_anybody_reads_is_cut() {
        let mut ledger = Ledger::default();
        ledger.begin("a".into(), (), 0);
        let headers = vec![("x-a".to_owned(), "é".repeat(30_000))];
        ledger.hear("a", Entry { headers, ..Entry::default() });
        let value = &ledger.wire("a").expect("the run")[0].headers[0].1;
        assert!(value.len() < LONGEST_TEXT + 32 && value.ends_with("… (60000 bytes)"), "{value}");
    }
}
