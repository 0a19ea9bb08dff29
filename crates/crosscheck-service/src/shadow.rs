//! A policy in the shadow: asked beside the one in force, obeyed by nobody.

use std::sync::OnceLock;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use crosscheck::server::Decision;
use crosscheck::server::Edit;
use crosscheck::server::Edits;
use crosscheck::server::Policy;
use crosscheck::server::Reason;
use crosscheck::server::RequestHead;
use crosscheck::server::RequestHeader;

use crate::decide::decide;

/// Where two policies part: how one judged, how the other would have.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ShadowDifference {
    /// The verdict in force. If it is the candidate's too, only headers differ.
    pub in_force: Result<(), Reason>,
    /// The verdict of the policy in the shadow.
    pub candidate: Result<(), Reason>,
    /// How many requests it concerned.
    pub count: u64,
    /// The first of them.
    pub sample: RequestSample,
}

/// A request, cut short: a stranger wrote it, so show it as data only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestSample {
    /// `Origin`, at most 300 characters; what is not UTF-8 is replaced.
    pub origin: String,
    /// The method; of a preflight, the one that it asks for.
    pub method: String,
    /// The path, at most 300 characters.
    pub path: String,
}

#[derive(Debug)]
pub(crate) struct Shadow {
    policy: Policy,
    /// By the verdict in force, then by the candidate's.
    cells: Vec<Cell>,
}

#[derive(Debug, Default)]
struct Cell {
    count: AtomicU64,
    first: OnceLock<RequestSample>,
}

impl Shadow {
    pub(crate) fn new(policy: Policy) -> Self {
        let mut cells = Vec::new();
        cells.resize_with(VERDICTS.len() * VERDICTS.len(), Cell::default);
        Self { policy, cells }
    }

    pub(crate) const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Counts a request on which the two part. Takes no lock; allocates for the first of a kind, and
    /// where both say yes.
    #[cold]
    #[inline(never)]
    pub(crate) fn judge(
        &self,
        in_force: &Decision<'_>,
        request: &impl RequestHead,
        is_known: Option<bool>,
    ) {
        let candidate = decide(&self.policy, request, is_known);
        // Without an origin nobody is refused; with one, both say which.
        let (Some(ours), Some(theirs)) = (in_force.verdict(), candidate.verdict()) else { return };
        let both_allow = ours.is_ok() && theirs.is_ok();
        if ours == theirs && !(both_allow && lines(in_force.edits()) != lines(candidate.edits())) {
            return;
        }
        let cell = &self.cells[place(ours) * VERDICTS.len() + place(theirs)];
        cell.count.fetch_add(1, Ordering::Relaxed);
        cell.first.get_or_init(|| RequestSample::of(request));
    }

    pub(crate) fn differences(&self) -> Vec<ShadowDifference> {
        let mut differences = Vec::new();
        for (number, cell) in self.cells.iter().enumerate() {
            let Some(sample) = cell.first.get() else { continue };
            differences.push(ShadowDifference {
                in_force: VERDICTS[number / VERDICTS.len()],
                candidate: VERDICTS[number % VERDICTS.len()],
                count: cell.count.load(Ordering::Relaxed),
                sample: sample.clone(),
            });
        }
        differences
    }
}

impl RequestSample {
    fn of(request: &impl RequestHead) -> Self {
        let line = |header| {
            let line = request.header_lines(header).next()?;
            Some(shown(&String::from_utf8_lossy(line)))
        };
        let asked = line(RequestHeader::RequestMethod).filter(|_| request.method() == "OPTIONS");
        Self {
            origin: line(RequestHeader::Origin).unwrap_or_default(),
            method: asked.unwrap_or_else(|| shown(request.method())),
            path: shown(request.path()),
        }
    }
}

/// As much of a stranger's text as is kept.
fn shown(text: &str) -> String {
    let end = text.char_indices().nth(SHOWN).map_or(text.len(), |(end, _)| end);
    text[..end].to_owned()
}

/// The header lines that edits write.
fn lines<'p>(edits: &Edits<'p>) -> Vec<(&'static str, &'p str)> {
    let mut lines = Vec::new();
    edits.each(|edit| {
        lines.push(match edit {
            Edit::Set(header, value) => (header.name(), value.text),
            Edit::Echo(header) => (header.name(), "echo"),
            Edit::Remove(header) => (header.name(), ""),
            Edit::Vary(names) => ("vary", names.text),
        });
    });
    lines
}

fn place(verdict: Result<(), Reason>) -> usize {
    VERDICTS.iter().position(|known| *known == verdict).expect("every verdict is in the table")
}

const VERDICTS: [Result<(), Reason>; 1 + Reason::ALL.len()] = {
    let mut verdicts = [Ok(()); 1 + Reason::ALL.len()];
    let mut number = 0;
    while number < Reason::ALL.len() {
        verdicts[number + 1] = Err(Reason::ALL[number]);
        number += 1;
    }
    verdicts
};

const SHOWN: usize = 300;

#[cfg(test)]
mod tests {
    use crosscheck::server::Config;
    use crosscheck::server::Head;
    use crosscheck::server::Policy;
    use crosscheck::server::Reason;

    use crate::PolicyHandle;

    fn policy(origins: &[&str], expose: &[&str]) -> Policy {
        let owned = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
        let config =
            Config { origins: owned(origins), expose_headers: owned(expose), ..Config::default() };
        Policy::new(&config).expect("a policy")
    }

    #[test]
    fn a_shadow_changes_nothing_and_counts_what_it_would() {
        let (app, old) = ("https://app.example", "https://old.example");
        let handle = PolicyHandle::new(policy(&[app, old], &[]));
        handle.begin_shadow(policy(&[app, "https://new.example"], &["x-id"]));
        let snapshot = handle.load();
        for (origin, allowed) in [
            (app, true),
            (old, true),
            (old, true),
            ("https://new.example", false),
            ("https://evil.example", false),
        ] {
            let headers = [("origin", origin)];
            let head = Head::new("GET", "/orders", &headers);
            let verdict = snapshot.decide(&head).verdict().expect("it has an origin");
            assert_eq!(verdict.is_ok(), allowed, "{origin}: the policy in force decides");
        }
        let refused = Err(Reason::OriginNotAllowed);
        let told: Vec<_> = snapshot
            .differences()
            .into_iter()
            .map(|d| (d.in_force, d.candidate, d.count, d.sample.origin))
            .collect();
        assert_eq!(
            told,
            [
                (Ok(()), Ok(()), 1, app.to_owned()), // it may read one header more
                (Ok(()), refused, 2, old.to_owned()),
                (refused, Ok(()), 1, "https://new.example".to_owned()),
            ]
        );
        handle.replace(policy(&[app], &[]));
        assert!(
            handle.load().differences().is_empty(),
            "a shadow ends with the policy it was beside"
        );
    }
}
