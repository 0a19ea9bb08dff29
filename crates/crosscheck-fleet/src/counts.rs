//! What nodes count, sent by Envoy's metrics service: decisions of the policy in force and of the one on
//! trial, since the trial began.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use crosscheck::server::Reason;

use crate::published::Name;
use crate::xds::MetricFamily;

/// Decisions by kind and verdict, `actual.allowed`.
pub(crate) type Verdicts = BTreeMap<String, u64>;

/// What all nodes that report count, bounded.
#[derive(Debug)]
pub(crate) struct Counts {
    most: usize,
    reported: Mutex<(u64, BTreeMap<u64, Reported>)>,
}

/// What one node counts.
#[derive(Debug, Default)]
struct Reported {
    group: String,
    /// The candidate that is counted, and what was counted before it.
    trial: String,
    before: BTreeMap<Name, Verdicts>,
    now: BTreeMap<Name, Verdicts>,
}

/// A node's place among those that report.
#[derive(Debug)]
pub(crate) struct Reporter {
    counts: Arc<Counts>,
    number: u64,
}

impl Counts {
    pub(crate) fn new(most: usize) -> Self {
        Self { most, reported: Mutex::default() }
    }

    /// A place for a node; `None` if there are too many.
    pub(crate) fn join(self: &Arc<Self>, group: String) -> Option<Reporter> {
        let mut all = self.lock();
        if all.1.len() >= self.most {
            return None;
        }
        all.0 += 1;
        let number = all.0;
        all.1.insert(number, Reported { group, ..Reported::default() });
        Some(Reporter { counts: Arc::clone(self), number })
    }

    /// What nodes of some groups counted since their trial of a candidate began; and how many nodes do.
    pub(crate) fn of(&self, trial: &str, name: Name) -> (Verdicts, usize) {
        let mut sum = Verdicts::new();
        let all = self.lock();
        let tried = all.1.values().filter(|reported| reported.trial == trial);
        let mut nodes = 0;
        for reported in tried {
            nodes += 1;
            for (verdict, count) in reported.now.get(&name).into_iter().flatten() {
                let before = reported.before.get(&name).and_then(|before| before.get(verdict));
                let new = count.saturating_sub(before.copied().unwrap_or_default());
                *sum.entry(verdict.clone()).or_default() += new;
            }
        }
        sum.retain(|_, count| *count > 0);
        (sum, nodes)
    }

    fn lock(&self) -> MutexGuard<'_, (u64, BTreeMap<u64, Reported>)> {
        self.reported.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reporter {
    /// In: what the node counts by now; the version that it tries, if it does.
    pub(crate) fn report(&self, families: &[MetricFamily], trial: Option<&str>) {
        let mut all = self.counts.lock();
        let Some(reported) = all.1.get_mut(&self.number) else { return };
        for family in families {
            let Some((name, verdict)) = read(&family.name) else { continue };
            let counters = family.metric.iter().filter_map(|metric| metric.counter.as_ref());
            let sum: f64 = counters.map(|counter| counter.value).sum();
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it saturates"
            )]
            reported.now.entry(name).or_default().insert(verdict.to_owned(), sum as u64);
        }
        let trial = trial.unwrap_or_default();
        if reported.trial != trial {
            trial.clone_into(&mut reported.trial);
            reported.before = reported.now.clone();
        }
    }

    pub(crate) fn group(&self) -> String {
        self.counts.lock().1.get(&self.number).map(|it| it.group.clone()).unwrap_or_default()
    }
}

impl Drop for Reporter {
    fn drop(&mut self) {
        self.counts.lock().1.remove(&self.number);
    }
}

/// The policy and the verdict that a statistic counts, if it is one of the module's.
fn read(statistic: &str) -> Option<(Name, &str)> {
    let (namespace, rest) = statistic.split_once('.')?;
    let names = [Name::Enforced, Name::Candidate];
    let name = names.into_iter().find(|name| name.namespace() == namespace)?;
    let counted = rest.strip_prefix("crosscheck.")?;
    let (kind, verdict) = counted.split_once('.')?;
    let is_known = matches!(kind, "preflight" | "actual")
        && (verdict == "allowed" || Reason::ALL.iter().any(|reason| reason.name() == verdict));
    is_known.then_some((name, counted))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Counts;
    use crate::published::Name;
    use crate::xds::Counter;
    use crate::xds::Metric;
    use crate::xds::MetricFamily;

    fn counter(name: &str, value: f64) -> MetricFamily {
        let metric = vec![Metric { counter: Some(Counter { value }) }];
        MetricFamily { name: name.into(), metric }
    }

    #[test]
    fn what_is_counted_begins_with_the_trial() {
        let counts = Arc::new(Counts::new(1));
        let node = counts.join("default".into()).expect("a place");
        let allowed = "dynamicmodulescustom.crosscheck.actual.allowed";
        let refused = "crosscheckcandidate.crosscheck.actual.origin-not-allowed";
        node.report(&[counter(allowed, 10.0)], None);
        node.report(&[counter(allowed, 12.0)], Some("v"));
        node.report(&[counter(allowed, 15.0), counter(refused, 3.0)], Some("v"));
        let (enforced, nodes) = counts.of("v", Name::Enforced);
        assert_eq!((enforced["actual.allowed"], nodes), (3, 1));
        assert_eq!(counts.of("v", Name::Candidate).0["actual.origin-not-allowed"], 3);
        assert!(counts.join("default".into()).is_none(), "there is one place");
        drop(node);
        assert_eq!(counts.of("v", Name::Enforced).1, 0);
    }

    #[test]
    fn what_is_none_of_ours_is_not_kept() {
        let counts = Arc::new(Counts::new(1));
        let node = counts.join("default".into()).expect("a place");
        let names = [
            "cluster.x.upstream_rq",
            "dynamicmodulescustom.crosscheck.actual.<script>",
            "dynamicmodulescustom.crosscheck.x.allowed",
            "x.crosscheck.actual.allowed",
        ];
        node.report(&[], Some("v"));
        node.report(&names.map(|name| counter(name, f64::NAN)), Some("v"));
        assert!(counts.of("v", Name::Enforced).0.is_empty());
    }
}
