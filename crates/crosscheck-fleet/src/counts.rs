//! What nodes count, sent by Envoy's metrics service: decisions of the policy in force and of the one on
//! trial, since the trial began.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use crosscheck::server::Reason;
use serde::Deserialize;
use serde::Serialize;

use crate::published::Group;
use crate::published::Name;
use crate::published::Published;
use crate::xds::MetricFamily;

/// Decisions by kind and verdict, `actual.allowed`.
pub(crate) type Verdicts = BTreeMap<String, u64>;

/// A candidate, and the policy in force that it is held against, by their versions. With another of either, another
/// trial begins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Trial {
    in_force: String,
    candidate: String,
}

/// What came of a trial so far, on all nodes together, whether or not they are still there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Outcome {
    trial: Trial,
    pub(crate) decided: Verdicts,
    pub(crate) candidate_decided: Verdicts,
    /// Requests on which the two part, `actual.newly-refused`.
    pub(crate) parted: Verdicts,
}

/// By group.
pub(crate) type Outcomes = BTreeMap<String, Outcome>;

/// What all nodes that report count, bounded.
#[derive(Debug)]
pub(crate) struct Counts {
    most: usize,
    all: Mutex<All>,
}

#[derive(Debug, Default)]
struct All {
    last: u64,
    reporters: BTreeMap<u64, Reported>,
    outcomes: Outcomes,
    /// Whether anything was counted that nobody asked for yet.
    is_new: bool,
}

/// What one node counts.
#[derive(Debug, Default)]
struct Reported {
    group: String,
    /// The group whose policy it gets, and what it tries of it, if it does.
    trial: Option<(String, Trial)>,
    /// Since it was started.
    now: BTreeMap<Name, Verdicts>,
}

/// A node's place among those that report.
#[derive(Debug)]
pub(crate) struct Reporter {
    counts: Arc<Counts>,
    number: u64,
}

impl Trial {
    /// That of a group, if it has one.
    pub(crate) fn of(group: &Group) -> Option<Self> {
        let candidate = group.candidate.as_ref()?.version.clone();
        Some(Self { in_force: group.enforced.version.clone(), candidate })
    }
}

impl Outcome {
    fn of(&mut self, name: Name, counted: &str) -> &mut Verdicts {
        match name {
            Name::Enforced => &mut self.decided,
            Name::Candidate if DIFFERENCES.iter().any(|it| counted.ends_with(it)) => {
                &mut self.parted
            }
            Name::Candidate => &mut self.candidate_decided,
        }
    }
}

impl Counts {
    /// In: how many nodes may report; what was counted before the server was started anew.
    pub(crate) fn new(most: usize, outcomes: Outcomes) -> Self {
        Self { most, all: Mutex::new(All { outcomes, ..All::default() }) }
    }

    /// A place for a node; `None` if there are too many.
    pub(crate) fn join(self: &Arc<Self>, group: String) -> Option<Reporter> {
        let mut all = self.lock();
        if all.reporters.len() >= self.most {
            return None;
        }
        all.last += 1;
        let number = all.last;
        all.reporters.insert(number, Reported { group, ..Reported::default() });
        Some(Reporter { counts: Arc::clone(self), number })
    }

    /// What came of a group's trial, and how many nodes report of it now.
    pub(crate) fn of(&self, group: &str, trial: &Trial) -> (Outcome, usize) {
        let all = self.lock();
        let outcome = all.outcomes.get(group).filter(|outcome| outcome.trial == *trial);
        let tried = all.reporters.values().filter_map(|reported| reported.trial.as_ref());
        let nodes = tried.filter(|(of, tried)| of == group && tried == trial).count();
        (outcome.cloned().unwrap_or_default(), nodes)
    }

    /// Forgets trials that are over.
    pub(crate) fn forget(&self, published: &Published) {
        let mut all = self.lock();
        let before = all.outcomes.len();
        all.outcomes.retain(|name, outcome| {
            let trial = published.0.get(name).and_then(Trial::of);
            trial.as_ref() == Some(&outcome.trial)
        });
        all.is_new |= all.outcomes.len() != before;
    }

    /// What came of all trials, if that is something else than when this was asked last.
    pub(crate) fn news(&self) -> Option<Outcomes> {
        let mut all = self.lock();
        std::mem::take(&mut all.is_new).then(|| all.outcomes.clone())
    }

    fn lock(&self) -> MutexGuard<'_, All> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reporter {
    /// In: what the node counts by now; the group whose policy it gets and what it tries of it, if it does.
    pub(crate) fn report(&self, families: &[MetricFamily], trial: Option<(&str, Trial)>) {
        let mut all = self.counts.lock();
        let All { reporters, outcomes, is_new, .. } = &mut *all;
        let Some(reported) = reporters.get_mut(&self.number) else { return };
        let trial = trial.map(|(group, trial)| (group.to_owned(), trial));
        // What it counted before is none of the trial, and its first report says how much that is.
        let goes_on = trial.as_ref().filter(|_| reported.trial == trial);
        let mut outcome = goes_on.map(|(group, trial)| {
            let outcome = outcomes.entry(group.clone()).or_default();
            if outcome.trial != *trial {
                *outcome = Outcome { trial: trial.clone(), ..Outcome::default() };
            }
            outcome
        });
        for family in families {
            let Some((name, verdict)) = read(&family.name) else { continue };
            let counters = family.metric.iter().filter_map(|metric| metric.counter.as_ref());
            let sum: f64 = counters.map(|counter| counter.value).sum();
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it saturates"
            )]
            let count = sum as u64;
            let before = reported.now.entry(name).or_default().insert(verdict.to_owned(), count);
            let new = count.saturating_sub(before.unwrap_or_default());
            if let Some(outcome) = outcome.as_mut().filter(|_| new > 0) {
                let counted = outcome.of(name, verdict).entry(verdict.to_owned()).or_default();
                *counted = counted.saturating_add(new);
                *is_new = true;
            }
        }
        reported.trial = trial;
    }

    pub(crate) fn group(&self) -> String {
        let all = self.counts.lock();
        all.reporters.get(&self.number).map(|it| it.group.clone()).unwrap_or_default()
    }
}

impl Drop for Reporter {
    fn drop(&mut self) {
        self.counts.lock().reporters.remove(&self.number);
    }
}

/// The policy and the verdict that a statistic counts, if it is one of the module's.
fn read(statistic: &str) -> Option<(Name, &str)> {
    let (namespace, rest) = statistic.split_once('.')?;
    let names = [Name::Enforced, Name::Candidate];
    let name = names.into_iter().find(|name| name.namespace() == namespace)?;
    let counted = rest.strip_prefix("crosscheck.")?;
    is_known(counted).then_some((name, counted))
}

/// Whether it is a kind and a verdict: what others wrote is kept only then.
fn is_known(counted: &str) -> bool {
    counted.split_once('.').is_some_and(|(kind, verdict)| {
        KINDS.contains(&kind)
            && (verdict == "allowed"
                || DIFFERENCES.contains(&verdict)
                || Reason::ALL.iter().any(|reason| reason.name() == verdict))
    })
}

/// Reads what was kept; what is none of ours is left out.
pub(crate) fn read_outcomes(text: &str) -> Outcomes {
    let mut outcomes: Outcomes = serde_json::from_str(text).unwrap_or_default();
    for outcome in outcomes.values_mut() {
        for verdicts in [&mut outcome.decided, &mut outcome.candidate_decided, &mut outcome.parted]
        {
            verdicts.retain(|counted, _| is_known(counted));
        }
    }
    outcomes
}

/// What the module counts of a candidate beside what it decides.
pub(crate) const DIFFERENCES: [&str; 2] = ["newly-refused", "newly-allowed"];
/// What is counted apart.
pub(crate) const KINDS: [&str; 2] = ["preflight", "actual"];

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Counts;
    use super::Outcomes;
    use super::Trial;
    use super::read_outcomes;
    use crate::xds::Counter;
    use crate::xds::Metric;
    use crate::xds::MetricFamily;

    const ALLOWED: &str = "dynamicmodulescustom.crosscheck.actual.allowed";
    const PARTED: &str = "crosscheckcandidate.crosscheck.actual.newly-refused";
    const REFUSED: &str = "crosscheckcandidate.crosscheck.actual.origin-not-allowed";

    fn counter(name: &str, value: f64) -> MetricFamily {
        let metric = vec![Metric { counter: Some(Counter { value }) }];
        MetricFamily { name: name.into(), metric }
    }

    fn trial(candidate: &str) -> Trial {
        Trial { in_force: "v".into(), candidate: candidate.into() }
    }

    fn tried() -> Option<(&'static str, Trial)> {
        Some(("default", trial("c")))
    }

    #[test]
    fn what_is_counted_begins_with_the_trial() {
        let counts = Arc::new(Counts::new(1, Outcomes::new()));
        let node = counts.join("default".into()).expect("a place");
        node.report(&[counter(ALLOWED, 10.0)], None);
        node.report(&[counter(ALLOWED, 12.0)], tried());
        node.report(
            &[counter(ALLOWED, 15.0), counter(REFUSED, 3.0), counter(PARTED, 2.0)],
            tried(),
        );
        let (outcome, nodes) = counts.of("default", &trial("c"));
        assert_eq!((outcome.decided["actual.allowed"], nodes), (3, 1));
        assert_eq!(outcome.candidate_decided, [("actual.origin-not-allowed".into(), 3)].into());
        assert_eq!(outcome.parted, [("actual.newly-refused".into(), 2)].into());
        assert!(counts.join("default".into()).is_none(), "there is one place");
        for other in [("pay", trial("c")), ("default", trial("d"))] {
            let (outcome, nodes) = counts.of(other.0, &other.1);
            assert!(outcome.decided.is_empty() && nodes == 0, "{other:?}");
        }
    }

    #[test]
    fn what_a_node_counted_stays_when_it_goes_or_the_server_is_started_anew() {
        let counts = Arc::new(Counts::new(1, Outcomes::new()));
        let node = counts.join("default".into()).expect("a place");
        node.report(&[], tried());
        node.report(&[counter(ALLOWED, 2.0)], tried());
        let kept = serde_json::to_string(&counts.news().expect("it is new")).expect("JSON");
        assert!(counts.news().is_none(), "nothing is new");
        drop(node);
        let anew = Arc::new(Counts::new(1, read_outcomes(&kept)));
        for counts in [counts, anew] {
            assert_eq!(counts.of("default", &trial("c")).1, 0, "nobody reports");
            let back = counts.join("default".into()).expect("a place");
            back.report(&[counter(ALLOWED, 7.0)], tried());
            assert_eq!(counts.of("default", &trial("c")).0.decided["actual.allowed"], 2);
            back.report(&[counter(ALLOWED, 8.0)], tried());
            assert_eq!(counts.of("default", &trial("c")).0.decided["actual.allowed"], 3);
            // Another candidate is another trial.
            back.report(&[counter(ALLOWED, 9.0)], Some(("default", trial("d"))));
            back.report(&[counter(ALLOWED, 10.0)], Some(("default", trial("d"))));
            assert_eq!(counts.of("default", &trial("d")).0.decided["actual.allowed"], 1);
        }
    }

    #[test]
    fn what_is_none_of_ours_is_not_kept() {
        let counts = Arc::new(Counts::new(1, Outcomes::new()));
        let node = counts.join("default".into()).expect("a place");
        let names = [
            "cluster.x.upstream_rq",
            "dynamicmodulescustom.crosscheck.actual.<script>",
            "dynamicmodulescustom.crosscheck.x.allowed",
            "x.crosscheck.actual.allowed",
        ];
        node.report(&[], tried());
        node.report(&names.map(|name| counter(name, 1.0)), tried());
        node.report(&[counter(ALLOWED, f64::NAN)], tried());
        assert!(counts.of("default", &trial("c")).0.decided.is_empty());
        assert!(counts.news().is_none());
        for text in ["", "[]", "{\"default\":{}}", "{\"default\":{\"trial\":1}}"] {
            assert!(read_outcomes(text).is_empty(), "{text}");
        }
        let text = r#"{"a":{"trial":{"in_force":"v","candidate":"c"},"decided":{"<b>":1,"actual.allowed":1},"candidate_decided":{},"parted":{}}}"#;
        assert_eq!(read_outcomes(text)["a"].decided, [("actual.allowed".to_owned(), 1)].into());
    }
}
