//! Counts in the text format of Prometheus.
//!
//! Spec: <https://prometheus.io/docs/instrumenting/exposition_formats/>

use std::collections::BTreeMap;
use std::fmt::Display;
use std::fmt::Write;
use std::sync::atomic::Ordering;

use crate::counts::DIFFERENCES;
use crate::counts::KINDS;
use crate::fleet::Fleet;
use crate::status::GroupStatus;
use crate::status::Status;

/// All of it. A group's name is checked when its file is read, and what nodes count is kept only if it is known: each
/// label's values are ours.
pub(crate) fn exposition(fleet: &Fleet) -> String {
    let status = Status::of(fleet);
    let refusing = status.nodes.iter().filter(|node| node.refused.is_some()).count();
    let mut text = of_groups(&status.groups);
    let about = "Those that refused what they were pushed last.";
    put(&mut text, "crosscheck_fleet_nodes_refusing", "gauge", about, one(refusing));
    let about = "Files that did not come into force.";
    put(&mut text, "crosscheck_fleet_problems", "gauge", about, one(status.problems.len()));
    let count = fleet.pushed.load(Ordering::Relaxed);
    put(&mut text, "crosscheck_fleet_pushes_total", "counter", "Answers to nodes.", one(count));
    let about = "Answers that nodes refused.";
    let count = fleet.refusals.all();
    put(&mut text, "crosscheck_fleet_refusals_total", "counter", about, one(count));
    let uptime = fleet.started.elapsed().as_secs();
    put(&mut text, "crosscheck_fleet_uptime_seconds", "gauge", "Since it started.", one(uptime));
    text
}

fn of_groups(groups: &BTreeMap<String, GroupStatus>) -> String {
    let mut text = String::new();
    let count = |of: fn(&GroupStatus) -> usize| {
        groups.iter().map(move |(name, group)| (format!("group=\"{name}\""), of(group)))
    };
    let about = "Nodes that are connected.";
    put(&mut text, "crosscheck_fleet_nodes", "gauge", about, count(|it| it.nodes));
    let about = "Those that run what their group is pushed.";
    put(&mut text, "crosscheck_fleet_nodes_current", "gauge", about, count(|it| it.in_force));
    let about = "Those that try what their group has on trial.";
    put(&mut text, "crosscheck_fleet_nodes_trying", "gauge", about, count(|it| it.trying));
    let about = "Those that report what they count of a trial.";
    put(&mut text, "crosscheck_fleet_nodes_reporting", "gauge", about, count(|it| it.reporting));
    let on_trial = || groups.iter().filter(|(_, group)| group.candidate.is_some());
    let about = "Requests by what a policy said, on nodes that try a candidate and report.";
    let decisions = on_trial().flat_map(|(name, group)| {
        [("in-force", &group.decided), ("candidate", &group.candidate_decided)]
            .into_iter()
            .flat_map(move |(policy, decided)| {
                let counted = decided.iter().filter_map(|(counted, count)| {
                    let (kind, verdict) = counted.split_once('.')?;
                    let verdict = match verdict {
                        "allowed" => "verdict=\"allowed\"".into(),
                        reason => format!("verdict=\"refused\",reason=\"{reason}\""),
                    };
                    Some((format!("request=\"{kind}\",{verdict}"), *count))
                });
                let of_whom = format!("group=\"{name}\",policy=\"{policy}\"");
                counted.map(move |(said, count)| (format!("{of_whom},{said}"), count))
            })
    });
    put(&mut text, "crosscheck_fleet_trial_decisions_total", "counter", about, decisions);
    let about = "Requests on which a candidate and the policy in force part, on the same nodes.";
    let differences = on_trial().flat_map(|(name, group)| {
        // All are there from the beginning: what appears with its first request has no rise that could be seen.
        KINDS.into_iter().flat_map(|kind| DIFFERENCES.map(|difference| (kind, difference))).map(
            move |(kind, difference)| {
                let labels =
                    format!("group=\"{name}\",request=\"{kind}\",difference=\"{difference}\"");
                let count = group.parted.get(&format!("{kind}.{difference}"));
                (labels, count.copied().unwrap_or_default())
            },
        )
    });
    put(&mut text, "crosscheck_fleet_trial_differences_total", "counter", about, differences);
    text
}

fn one<N>(value: N) -> [(String, N); 1] {
    [(String::new(), value)]
}

/// In: labels without braces, and a value of each.
fn put<N: Display>(
    text: &mut String,
    name: &str,
    kind: &str,
    about: &str,
    values: impl IntoIterator<Item = (String, N)>,
) {
    // Writing into a text never fails.
    let _ = writeln!(text, "# HELP {name} {about}\n# TYPE {name} {kind}");
    for (labels, value) in values {
        let _ = match labels.is_empty() {
            true => writeln!(text, "{name} {value}"),
            false => writeln!(text, "{name}{{{labels}}} {value}"),
        };
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::status::GroupStatus;

    use super::of_groups;

    fn group(candidate: Option<&str>) -> GroupStatus {
        let counted = |counts: &[(&str, u64)]| {
            counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
        };
        GroupStatus {
            version: "v".into(),
            in_force: 9,
            nodes: 10,
            candidate: candidate.map(str::to_owned),
            trying: 2,
            reporting: 1,
            decided: counted(&[("actual.allowed", 40), ("preflight.allowed", 7)]),
            candidate_decided: counted(&[
                ("actual.allowed", 20),
                ("actual.origin-not-allowed", 20),
            ]),
            parted: counted(&[("actual.newly-refused", 20)]),
        }
    }

    #[test]
    fn requests_on_which_a_trial_parts_are_counted_from_nought() {
        let groups = [("pay", group(None)), ("shop", group(Some("c")))];
        let groups: BTreeMap<_, _> = groups.map(|(name, group)| (name.to_owned(), group)).into();
        let text = of_groups(&groups);
        let of = |name: &str| {
            let lines = text.lines().filter_map(|line| line.strip_prefix(name));
            lines.collect::<Vec<_>>()
        };
        assert_eq!(
            of("crosscheck_fleet_nodes_trying"),
            ["{group=\"pay\"} 2", "{group=\"shop\"} 2"]
        );
        assert_eq!(
            of("crosscheck_fleet_trial_differences_total"),
            [
                "{group=\"shop\",request=\"preflight\",difference=\"newly-refused\"} 0",
                "{group=\"shop\",request=\"preflight\",difference=\"newly-allowed\"} 0",
                "{group=\"shop\",request=\"actual\",difference=\"newly-refused\"} 20",
                "{group=\"shop\",request=\"actual\",difference=\"newly-allowed\"} 0",
            ]
        );
        assert_eq!(
            of("crosscheck_fleet_trial_decisions_total"),
            [
                "{group=\"shop\",policy=\"in-force\",request=\"actual\",verdict=\"allowed\"} 40",
                "{group=\"shop\",policy=\"in-force\",request=\"preflight\",verdict=\"allowed\"} 7",
                "{group=\"shop\",policy=\"candidate\",request=\"actual\",verdict=\"allowed\"} 20",
                "{group=\"shop\",policy=\"candidate\",request=\"actual\",verdict=\"refused\",\
             reason=\"origin-not-allowed\"} 20",
            ]
        );
        for name in
            ["crosscheck_fleet_trial_differences_total", "crosscheck_fleet_trial_decisions_total"]
        {
            assert!(text.contains(&format!("# TYPE {name} counter\n")), "{text}");
        }
    }
}
