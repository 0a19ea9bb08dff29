//! An event for each refused request: the reason, and what would allow it.

use std::borrow::Cow;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::Instant;

use crosscheck::server::RequestHead;
use crosscheck::server::RequestHeader;
use crosscheck_gateway::Exchange;
use crosscheck_gateway::Observer;

use crate::event::Event;
use crate::event::Refused;
use crate::event::Tell;

/// An observer that tells of each refused request, of very many in a second only how many more there were.
pub fn refused_log(tell: Tell) -> impl Observer {
    RefusedLog::new(tell)
}

/// Tells of refused requests, of very many in a second only how many.
pub(crate) struct RefusedLog {
    tell: Tell,
    budget: Mutex<Budget>,
}

impl RefusedLog {
    pub(crate) fn new(tell: Tell) -> Self {
        Self { tell, budget: Mutex::default() }
    }
}

impl Observer for RefusedLog {
    fn answered(&self, exchange: &Exchange<'_>) {
        if !matches!(exchange.decision.verdict(), Some(Err(_))) {
            return;
        }
        let admitted = {
            let mut budget = self.budget.lock().unwrap_or_else(PoisonError::into_inner);
            budget.admit(Instant::now())
        };
        let Some(skipped) = admitted else { return };
        if skipped > 0 {
            (self.tell)(Event::RefusedMore(skipped));
        }
        if let Some(refused) = Refused::of(exchange) {
            (self.tell)(Event::Refused(refused));
        }
    }
}

impl Refused {
    /// What was refused, and why; `None` if it was not.
    pub(crate) fn of(exchange: &Exchange<'_>) -> Option<Self> {
        let Some(Err(reason)) = exchange.decision.verdict() else { return None };
        let head = exchange.request;
        let value = |header| {
            let line = head.header_lines(header).next();
            cut_lossy(line.unwrap_or_default()).into_owned()
        };
        let asked = value(RequestHeader::RequestMethod);
        let method = match head.method() {
            "OPTIONS" if !asked.is_empty() => format!("preflight for {asked}"),
            method => cut(method).to_owned(),
        };
        let change = exchange.policy.policy().explain(&head).change;
        Some(Self {
            method,
            path: cut(head.path()).to_owned(),
            origin: value(RequestHeader::Origin),
            reason,
            change: change.map(|change| (cut(&change.value).to_owned(), change.path)),
        })
    }
}

/// As much of a stranger's text as anybody reads.
pub(crate) fn cut(text: &str) -> &str {
    // Where it has no more bytes, it has no more letters.
    let end = if text.len() > MOST { text.char_indices().nth(MOST) } else { None };
    end.map_or(text, |(end, _)| &text[..end])
}

/// The same of bytes that may be no text.
pub(crate) fn cut_lossy(bytes: &[u8]) -> Cow<'_, str> {
    match String::from_utf8_lossy(bytes) {
        Cow::Borrowed(text) => cut(text).into(),
        Cow::Owned(text) => cut(&text).to_owned().into(),
    }
}

const MOST: usize = 300;

/// How many lines a second has room for.
#[derive(Debug, Default)]
pub(crate) struct Budget {
    since: Option<Instant>,
    told: u32,
    skipped: u64,
}

impl Budget {
    /// Whether one more is told; if so, how many were not since the last.
    pub(crate) fn admit(&mut self, now: Instant) -> Option<u64> {
        let is_new = self.since.is_none_or(|since| now.duration_since(since) >= A_SECOND);
        if is_new {
            (self.since, self.told) = (Some(now), 0);
        }
        if self.told == MOST_IN_A_SECOND {
            self.skipped += 1;
            return None;
        }
        self.told += 1;
        Some(std::mem::take(&mut self.skipped))
    }
}

const A_SECOND: Duration = Duration::from_secs(1);
const MOST_IN_A_SECOND: u32 = 20;

#[cfg(test)]
mod tests {
    use std::time::Duration;
    use std::time::Instant;

    use super::Budget;

    #[test]
    fn of_very_many_in_a_second_the_first_are_told_and_the_rest_is_counted() {
        let (mut budget, start) = (Budget::default(), Instant::now());
        let told: Vec<_> = (0..1_000).map(|_| budget.admit(start)).collect();
        assert!(told[..20].iter().all(|skipped| *skipped == Some(0)));
        assert!(told[20..].iter().all(Option::is_none));
        let later = start + Duration::from_secs(1);
        assert_eq!(budget.admit(later), Some(980));
        assert_eq!(budget.admit(later), Some(0));
    }
}
