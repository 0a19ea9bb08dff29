//! Decisions, counted by Envoy's own statistics: preflights and others, by verdict and reason.

use crosscheck::server::Decision;
use crosscheck::server::Reason;

use crate::host::CounterNumber;
use crate::host::Statistics;

/// The counters of a configuration. Those of two configurations with the same names are the same to
/// Envoy, so that a new policy counts on.
#[derive(Debug)]
pub(crate) struct Counters([[Option<CounterNumber>; 1 + Reason::ALL.len()]; 2]);

impl Counters {
    /// Defines all of them: `crosscheck.preflight.allowed`, `crosscheck.actual.origin-not-allowed`.
    ///
    /// Each has a name of its own, without labels: those would be put together anew for each request.
    pub(crate) fn define(statistics: &mut impl Statistics) -> Self {
        Self(KINDS.map(|kind| {
            std::array::from_fn(|place| {
                let verdict = match place {
                    0 => ALLOWED,
                    _ => Reason::ALL[place - 1].name(),
                };
                statistics.define(&format!("crosscheck.{kind}.{verdict}"))
            })
        }))
    }

    /// The counter of a decision; `None` if no page of another origin asked.
    pub(crate) fn of(&self, decision: &Decision<'_>) -> Option<CounterNumber> {
        let verdict = decision.verdict()?;
        let kind = usize::from(decision.status_at_once().is_none());
        let place = verdict
            .err()
            .and_then(|reason| Some(1 + Reason::ALL.iter().position(|known| *known == reason)?));
        self.0[kind][place.unwrap_or_default()]
    }
}

/// What stands in the place of a reason where there is none.
const ALLOWED: &str = "allowed";

const KINDS: [&str; 2] = ["preflight", "actual"];
