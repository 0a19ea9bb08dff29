//! Istio's `VirtualService`: Envoy's filter by other names.

use std::collections::BTreeSet;

use crate::import::At;
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
        let Some(routes) = document.at_path(&["spec", "http"]) else { continue };
        for route in routes.list() {
            let Some((at, policy)) = route.entry("corsPolicy") else { continue };
            let Some(paths) = paths_of(route) else {
                reader.count();
                let reason =
                    "rules are for a path and what is below it, and this route is for others";
                reader.miss(at, "corsPolicy", reason);
                continue;
            };
            let mut rule = DraftRule { paths, at, ..DraftRule::default() };
            envoy::read_policy(policy, &mut rule, reader);
            // The first route that fits is taken.
            if draft.rules.iter().all(|known| known.paths != rule.paths) {
                draft.rules.push(rule);
            }
        }
    }
    Ok(Read::Draft(draft))
}

/// The paths that a route is for; `None` if a rule cannot name them.
fn paths_of(route: &Node) -> Option<BTreeSet<String>> {
    let matches = route.get("match").map(Node::list).unwrap_or_default();
    let mut paths = BTreeSet::new();
    for found in matches {
        let Some(uri) = found.get("uri") else { return Some(BTreeSet::new()) };
        let path = uri.get("prefix").or(uri.get("exact")).and_then(Node::text)?;
        match rule_paths(path) {
            own if own.is_empty() => return Some(own),
            own => paths.extend(own),
        }
    }
    Some(paths)
}
