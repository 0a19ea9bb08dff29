//! Istio's `VirtualService`, and what charts take over into one: Envoy's filter by other names.

use std::collections::BTreeSet;

use crate::import::At;
use crate::import::BELOW_IT_OTHERS;
use crate::import::Draft;
use crate::import::DraftRule;
use crate::import::Node;
use crate::import::Read;
use crate::import::Reader;
use crate::import::documents;
use crate::import::rule_paths;
use crate::targets::envoy;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let mut draft = Draft::default();
    for document in documents(reader.text())? {
        match document.at_path(&["spec", "http"]) {
            Some(routes) => {
                let mut own = Service::default();
                routes.list().iter().for_each(|route| own.read(route, reader));
                own.take_into(&mut draft, reader);
            }
            None => {
                // The values of a chart, each for a service of its own.
                let mut holders = Vec::new();
                document.holders(POLICY, &mut holders);
                for holder in holders {
                    let mut own = Service::default();
                    own.read(holder, reader);
                    own.take_into(&mut draft, reader);
                }
            }
        }
    }
    Ok(Read::Draft(draft))
}

/// The routes of a service.
#[derive(Debug, Default)]
struct Service {
    /// In their order, and whether each is for its paths alone: the first one speaks that fits.
    routes: Vec<(DraftRule, bool)>,
}

impl Service {
    fn read(&mut self, route: &Node, reader: &mut Reader<'_>) {
        let policy = route.entry(POLICY).filter(|(_, policy)| !policy.table().is_empty());
        let paths = paths_of(route);
        let Some((at, policy)) = policy else {
            // Nobody reads there, whatever is said further down.
            let rule = DraftRule { handler: true, at: route.at, ..DraftRule::default() };
            let rule = paths.map(|(paths, is_exact)| (DraftRule { paths, ..rule }, is_exact));
            self.routes.extend(rule);
            return;
        };
        let Some((paths, is_exact)) = paths else {
            reader.count();
            let reason = "rules are for a path and what is below it, and this route is for others";
            reader.miss(at, POLICY, reason);
            return;
        };
        let mut rule = DraftRule { paths, at, ..DraftRule::default() };
        envoy::read_policy(policy, &mut rule, reader);
        self.routes.push((rule, is_exact));
    }

    /// Gives the rules that say something; of a second service it is said that they are another's.
    fn take_into(self, draft: &mut Draft, reader: &mut Reader<'_>) {
        let mut rules: Vec<DraftRule> = Vec::new();
        for (number, (rule, is_exact)) in self.routes.iter().enumerate() {
            let (before, behind) = self.routes.split_at(number);
            let is_reached =
                !before.iter().any(|(known, is_exact)| !is_exact && covers(known, rule));
            let says_something = !rule.handler
                || behind
                    .iter()
                    .any(|(other, is_exact)| !other.handler && !is_exact && covers(other, rule));
            let is_known = rules.iter().any(|known| known.paths == rule.paths);
            if !is_reached || !says_something || is_known {
                continue;
            }
            if *is_exact {
                let path = rule.paths.first().cloned().unwrap_or_default();
                reader.miss(rule.at, &path, BELOW_IT_OTHERS);
            }
            rules.push(rule.clone());
        }
        let Some(first) = rules.iter().find(|rule| !rule.handler) else { return };
        if draft.rules.is_empty() {
            draft.rules = rules;
            return;
        }
        let at = first.at;
        let without_places = |rules: &[DraftRule]| -> Vec<DraftRule> {
            rules.iter().map(|rule| DraftRule { at: 0, ..rule.clone() }).collect()
        };
        if without_places(&rules) != without_places(&draft.rules) {
            let reason = "a policy is for one service: import each from a file of its own";
            reader.miss(at, POLICY, reason);
        }
    }
}

/// Whether a route takes whatever another one is for.
fn covers(outer: &DraftRule, inner: &DraftRule) -> bool {
    let is_below = |path: &String, outer: &String| {
        path.strip_prefix(outer.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let is_in = |path| outer.paths.iter().any(|outer| is_below(path, outer));
    outer.paths.is_empty() || (!inner.paths.is_empty() && inner.paths.iter().all(is_in))
}

/// The paths that a route is for, and whether one is for itself alone; `None` if a rule cannot name them.
fn paths_of(route: &Node) -> Option<(BTreeSet<String>, bool)> {
    let matches = route.get("match").map(Node::list).unwrap_or_default();
    let (mut paths, mut is_exact) = (BTreeSet::new(), false);
    for found in matches {
        // Which requests those are a path does not tell.
        let is_of_some = |key: &str| !OF_THE_WHOLE.contains(&key);
        if found.table().iter().any(|(key, ..)| is_of_some(key)) {
            return None;
        }
        let Some(uri) = found.get("uri") else { return Some((BTreeSet::new(), false)) };
        let prefix = uri.get("prefix").and_then(Node::text);
        let path = prefix.or(uri.get("exact").and_then(Node::text))?;
        match rule_paths(path) {
            own if own.is_empty() && prefix.is_some() => return Some((own, false)),
            // The root alone.
            own if own.is_empty() => return None,
            own => paths.extend(own),
        }
        is_exact |= prefix.is_none();
    }
    Some((paths, is_exact))
}

const POLICY: &str = "corsPolicy";
/// Keys of a match that are met by every request which comes there, or are no condition.
const OF_THE_WHOLE: [&str; 7] =
    ["uri", "name", "gateways", "port", "authority", "scheme", "ignoreUriCase"];
