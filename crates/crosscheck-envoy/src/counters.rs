//! Decisions, counted by Envoy's own statistics: preflights and others, by verdict and reason.

use crosscheck::server::Decision;
use crosscheck::server::Reason;

use crate::host::CounterNumber;
use crate::host::Statistics;
use crate::rules::Rules;

/// The counters of a configuration. Those of two configurations with the same names are the same to
/// Envoy, so that a new policy counts on.
#[derive(Debug)]
pub(crate) struct Counters {
    decisions: [[Option<CounterNumber>; 1 + Reason::ALL.len()]; 2],
    /// Of a policy on trial: what it would newly refuse, and newly allow.
    differences: [[Option<CounterNumber>; 2]; 2],
}

impl Counters {
    /// Defines all of them: `crosscheck.preflight.allowed`, `crosscheck.actual.origin-not-allowed`; for a policy on trial
    /// beside another `crosscheck.actual.newly-refused`, too.
    ///
    /// Each has a name of its own, without labels: those would be put together anew for each request.
    pub(crate) fn define(statistics: &mut impl Statistics, rules: &Rules) -> Self {
        let mut define = |kind, verdict| statistics.define(&format!("crosscheck.{kind}.{verdict}"));
        let decisions = KINDS.map(|kind| {
            std::array::from_fn(|place| match place {
                0 => define(kind, ALLOWED),
                _ => define(kind, Reason::ALL[place - 1].name()),
            })
        });
        let differences = match rules {
            Rules::By { beside: Some(_), .. } => KINDS.map(|kind| NEWLY.map(|it| define(kind, it))),
            _ => Default::default(),
        };
        Self { decisions, differences }
    }

    /// The counter of a decision; `None` if no page of another origin asked.
    pub(crate) fn of(&self, decision: &Decision<'_>) -> Option<CounterNumber> {
        let verdict = decision.verdict()?;
        let place = verdict
            .err()
            .and_then(|reason| Some(1 + Reason::ALL.iter().position(|known| *known == reason)?));
        self.decisions[kind(decision)][place.unwrap_or_default()]
    }

    /// The counter of a decision by which something is newly refused or allowed. In: that of the policy in force.
    pub(crate) fn of_difference(
        &self,
        decision: &Decision<'_>,
        in_force: &Decision<'_>,
    ) -> Option<CounterNumber> {
        let is_allowed = decision.verdict()?.is_ok();
        let parts = is_allowed != in_force.verdict()?.is_ok();
        self.differences[kind(decision)][usize::from(is_allowed)].filter(|_| parts)
    }
}

/// Its place in [`KINDS`].
fn kind(decision: &Decision<'_>) -> usize {
    usize::from(decision.status_at_once().is_none())
}

/// What stands in the place of a reason where there is none.
const ALLOWED: &str = "allowed";

const KINDS: [&str; 2] = ["preflight", "actual"];
const NEWLY: [&str; 2] = ["newly-refused", "newly-allowed"];
