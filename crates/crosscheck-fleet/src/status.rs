//! What whoever runs a fleet sees: groups, nodes, what each has, and what is wrong.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::fmt;

use crosscheck_config::visible::visible;
use serde::Deserialize;
use serde::Serialize;

use crate::counts::Trial;
use crate::fleet::Fleet;
use crate::nodes::Seen;
use crate::problem_status::ProblemStatus;
use crate::published::Name;

/// A fleet at one moment.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Status {
    /// Of this shape: 1.
    pub version: u32,
    /// Who has a policy of their own, and who has the one of all.
    pub groups: BTreeMap<String, GroupStatus>,
    /// Which share of the nodes tries candidates, `10%`.
    pub canary: String,
    /// Who is connected.
    pub nodes: Vec<NodeStatus>,
    /// What is wrong in the folder.
    pub problems: Vec<ProblemStatus>,
}

/// A group's policy, and what came of it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[non_exhaustive]
pub struct GroupStatus {
    /// The version that its nodes are pushed.
    pub version: String,
    /// How many nodes have it in force, of how many that are connected.
    pub in_force: usize,
    /// See there.
    pub nodes: usize,
    /// The candidate that some of them try.
    pub candidate: Option<String>,
    /// How many of them said that they took it.
    pub trying: usize,
    /// How many of them report what they count.
    pub reporting: usize,
    /// Since the trial began, on nodes that tried it and reported: decisions by the policy in force.
    pub decided: BTreeMap<String, u64>,
    /// What the candidate would have decided on the same requests.
    pub candidate_decided: BTreeMap<String, u64>,
    /// On how many of them the two part: `actual.newly-refused`, `preflight.newly-allowed`.
    pub parted: BTreeMap<String, u64>,
}

/// A node that is connected.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[non_exhaustive]
pub struct NodeStatus {
    /// Its `node.id`.
    pub id: String,
    /// Its group, which need not have a policy of its own.
    pub group: String,
    /// The group whose policy it gets; `None` if there is none.
    pub policy: Option<String>,
    /// From where it is connected.
    pub peer: String,
    /// The version of Envoy.
    pub envoy: String,
    /// For how many seconds it has been connected.
    pub seconds: u64,
    /// The version that it said it took.
    pub running: Option<String>,
    /// Whether that is what its group is pushed.
    pub is_current: bool,
    /// Whether it tries candidates.
    pub is_canary: bool,
    /// What it said when it refused what it was pushed last.
    pub refused: Option<String>,
}

impl Status {
    pub(crate) fn of(fleet: &Fleet) -> Self {
        let published = fleet.published.borrow().clone();
        let mut groups: BTreeMap<_, _> = published
            .0
            .iter()
            .map(|(name, group)| {
                let trial = Trial::of(group).map(|trial| fleet.counts.of(name, &trial));
                let (outcome, reporting) = trial.unwrap_or_default();
                let status = GroupStatus {
                    version: group.enforced.version.clone(),
                    in_force: 0,
                    nodes: 0,
                    candidate: group.candidate.as_ref().map(|it| it.version.clone()),
                    trying: 0,
                    reporting,
                    decided: outcome.decided,
                    candidate_decided: outcome.candidate_decided,
                    parted: outcome.parted,
                };
                (name.clone(), status)
            })
            .collect();
        let mut nodes = Vec::new();
        for seen in by_node(fleet.nodes.all()) {
            let policy = published.group(&seen.identity.group).map(|(name, _)| name.to_owned());
            let group = policy.as_ref().and_then(|name| groups.get_mut(name));
            let running = seen.delivery.accepted.get(&Name::Enforced).cloned();
            let is_current = group.is_some_and(|group| {
                let is_current = running.as_ref() == Some(&group.version);
                group.nodes += 1;
                group.in_force += usize::from(is_current);
                let tried = seen.delivery.accepted.get(&Name::Candidate);
                group.trying += usize::from(tried.is_some() && tried == group.candidate.as_ref());
                is_current
            });
            nodes.push(node(seen, policy, running, is_current));
        }
        let (canary, problems) = (fleet.share.to_string(), fleet.problems.borrow().clone());
        Self { version: 1, groups, canary, nodes, problems }
    }

    /// What to do where a trial reaches no node that is connected, or tells nothing.
    fn why_nobody_tries(&self, name: &str, group: &GroupStatus) -> Option<&'static str> {
        let mut here = self.nodes.iter().filter(|node| node.policy.as_deref() == Some(name));
        match group {
            GroupStatus { nodes: 0, .. } => None,
            GroupStatus { trying: 0, .. } if here.any(|node| node.is_canary) => Some(
                "the nodes that are to try it do not ask for `crosscheck-candidate`: it is a filter of its own, before `crosscheck`",
            ),
            GroupStatus { trying: 0, .. } => {
                Some("none of these nodes is in that share: start the server with a larger one")
            }
            GroupStatus { reporting: 0, .. } => Some(
                "none of them sends its statistics here yet: `stats_sinks` has them do so, every five seconds",
            ),
            _ => None,
        }
    }
}

/// One for each node: it may ask by a stream for each of its filters, on one connection.
fn by_node(streams: Vec<Seen>) -> Vec<Seen> {
    let mut nodes: Vec<Seen> = Vec::with_capacity(streams.len());
    let mut places = HashMap::new();
    for seen in streams {
        let place = *places.entry((seen.identity.id.clone(), seen.peer)).or_insert(nodes.len());
        match nodes.get_mut(place) {
            Some(node) => node.delivery.join(seen.delivery),
            None => nodes.push(seen),
        }
    }
    nodes
}

fn node(
    seen: Seen,
    policy: Option<String>,
    running: Option<String>,
    is_current: bool,
) -> NodeStatus {
    NodeStatus {
        id: seen.identity.id,
        group: seen.identity.group,
        policy,
        peer: seen.peer.to_string(),
        envoy: seen.identity.envoy,
        seconds: seen.since.elapsed().as_secs(),
        running,
        is_current,
        is_canary: seen.is_canary,
        refused: seen.delivery.refused.map(|refused| refused.message),
    }
}

impl fmt::Display for Status {
    /// Lines for people: what others wrote is shown, never obeyed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, group) in &self.groups {
            let GroupStatus { version, in_force, nodes, .. } = group;
            writeln!(
                f,
                "group {}: {in_force} of {nodes} nodes run {}",
                visible(name),
                short(version)
            )?;
            let Some(candidate) = &group.candidate else { continue };
            writeln!(
                f,
                "  on trial: {} of {nodes} nodes try {}, {} report (--canary {})",
                group.trying,
                short(candidate),
                group.reporting,
                visible(&self.canary)
            )?;
            if let Some(why) = self.why_nobody_tries(name, group) {
                writeln!(f, "  {why}")?;
            }
            let verdicts: BTreeMap<_, _> = group
                .decided
                .keys()
                .chain(group.candidate_decided.keys())
                .map(|key| (key, ()))
                .collect();
            for (verdict, ()) in verdicts {
                let of = |counts: &BTreeMap<String, u64>| counts.get(verdict).copied().unwrap_or(0);
                let (now, then) = (of(&group.decided), of(&group.candidate_decided));
                writeln!(f, "  {}: {now} in force, {then} on trial", visible(verdict))?;
            }
            for (kind, count) in &group.parted {
                writeln!(f, "  {}: {count}", visible(kind))?;
            }
            if group.parted.is_empty() && !group.decided.is_empty() {
                writeln!(f, "  they part on no request yet")?;
            }
        }
        for node in &self.nodes {
            let state = match (&node.refused, node.is_current, &node.policy) {
                (Some(message), ..) => format!("refused: {}", visible(message)),
                (None, true, _) => "runs it".into(),
                (None, false, None) => "no policy for its group".into(),
                (None, false, Some(_)) => "does not run it yet".into(),
            };
            let running = node.running.as_deref().map_or("-", short);
            let canary = if node.is_canary { " (tries candidates)" } else { "" };
            let (id, group, envoy) =
                (visible(&node.id), visible(&node.group), visible(&node.envoy));
            writeln!(
                f,
                "node {id}: {group}, Envoy {envoy}, {}, {running}{canary}: {state}",
                node.peer
            )?;
        }
        self.problems.iter().try_for_each(|ProblemStatus { message, hint }| {
            writeln!(f, "problem: {}", visible(message))?;
            hint.as_ref().map_or(Ok(()), |hint| writeln!(f, "  hint: {}", visible(hint)))
        })
    }
}

/// The beginning of a version, which tells it from others.
fn short(version: &str) -> &str {
    version.get(..8).unwrap_or(version)
}
