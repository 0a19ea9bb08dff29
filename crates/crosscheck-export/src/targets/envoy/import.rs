//! Envoy's CORS filter in a static configuration, in YAML or JSON.
//!
//! The filter answers preflights and checks the origin alone: what methods and headers it lists goes to the
//! browser as it is, but for `*`, which becomes what was asked for. A listed `*` is every origin, echoed.

use std::collections::BTreeSet;

use crate::export::escape;
use crate::import::At;
use crate::import::Draft;
use crate::import::DraftRule;
use crate::import::Node;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Regex;
use crate::import::Star;
use crate::import::documents;
use crate::import::items;
use crate::import::rule_paths;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let mut draft = Draft::default();
    for document in documents(reader.text())? {
        walk(&document, &BTreeSet::new(), 0, &mut draft, reader);
    }
    Ok(Read::Draft(draft))
}

/// Looks for policies, and for the paths that they are for.
fn walk(
    node: &Node,
    paths: &BTreeSet<String>,
    depth: usize,
    draft: &mut Draft,
    reader: &mut Reader<'_>,
) {
    if depth > DEEPEST {
        return;
    }
    if ORIGINS.iter().any(|key| node.get(key).is_some()) {
        let mut rule = DraftRule { paths: paths.clone(), at: node.at, ..DraftRule::default() };
        read_policy(node, &mut rule, reader);
        let same = |known: &DraftRule| known.paths == rule.paths;
        if draft
            .rules
            .iter()
            .any(|known| same(known) && DraftRule { at: rule.at, ..known.clone() } != rule)
        {
            let reason =
                "a policy is for one server: import each virtual host from a file of its own";
            reader.miss(node.at, "cors", reason);
        } else if !draft.rules.iter().any(same) {
            draft.rules.push(rule);
        }
        return;
    }
    let own = match node.get("match") {
        Some(found) => match route_paths(found) {
            Some(own) => own,
            None => {
                let mut policies = Vec::new();
                ORIGINS.iter().for_each(|key| node.holders(key, &mut policies));
                for policy in policies {
                    reader.count();
                    let reason =
                        "rules are for a path and what is below it, and this route is for others";
                    reader.miss(policy.at, "cors", reason);
                }
                return;
            }
        },
        None => paths.clone(),
    };
    let inner = node.table().iter().map(|(.., inner)| inner).chain(node.list());
    inner.for_each(|inner| walk(inner, &own, depth + 1, draft, reader));
}

/// The paths of a route's match; `None` if a rule cannot name them.
fn route_paths(found: &Node) -> Option<BTreeSet<String>> {
    let text = |key: &str| found.get(key).and_then(Node::text);
    if let Some(path) = text("prefix").or(text("path")).or(text("path_separated_prefix")) {
        return Some(rule_paths(path));
    }
    if let Some(regex) = found.at_path(&["safe_regex", "regex"]).and_then(Node::text) {
        return matches!(regex, ".*" | "/.*").then(BTreeSet::new);
    }
    Some(BTreeSet::new())
}

/// Reads one policy of the filter.
pub(crate) fn read_policy(node: &Node, rule: &mut DraftRule, reader: &mut Reader<'_>) {
    let (mut methods, mut headers) = (Vec::new(), Vec::new());
    rule.credentials = ["allow_credentials", "allowCredentials"]
        .iter()
        .filter_map(|key| node.get(key))
        .any(|value| reader.truth(value.get("value").unwrap_or(value)));
    for (key, at, value) in node.table() {
        reader.count();
        match key.as_str() {
            "allow_origin_string_match" | "allowOriginStringMatch" | "allowOrigins" => {
                for matcher in value.list() {
                    read_matcher(matcher, rule, reader);
                }
            }
            "allow_origin" | "allowOrigin" => {
                rule.origins.extend(value.texts());
            }
            "allow_methods" | "allowMethods" => methods = list(value),
            "allow_headers" | "allowHeaders" => headers = list(value),
            "expose_headers" | "exposeHeaders" => rule.expose_headers = list(value),
            "max_age" | "maxAge" => rule.max_age = reader.seconds(value),
            "allow_credentials" | "allowCredentials" | "@type" => {}
            "forward_not_matching_preflights" | "unmatchedPreflights" => {}
            "allow_private_network_access" | "filter_enabled" | "shadow_enabled" => {
                let reason = "a policy has nothing like it";
                reader.miss(*at, key, reason);
            }
            _ => reader.miss(*at, key, "this field is not known"),
        }
    }
    rule.names(methods, headers, Star::Echoed, (node.at, "cors"), reader);
}

/// A list, or one text with commas.
fn list(node: &Node) -> Vec<String> {
    match node.text() {
        Some(text) => items(text),
        None => node.texts().iter().flat_map(|text| items(text)).collect(),
    }
}

fn read_matcher(matcher: &Node, rule: &mut DraftRule, reader: &mut Reader<'_>) {
    let ignores_case = matcher.get("ignore_case").is_some_and(Node::is_true);
    for (key, at, value) in matcher.table() {
        let nested = value.get("regex").and_then(Node::text);
        let Some(text) = value.text().or(nested) else {
            reader.miss(*at, key, "this matcher is not known");
            continue;
        };
        let regex = match key.as_str() {
            "exact" if text != "*" => {
                rule.origins.push(text.to_owned());
                continue;
            }
            "exact" => "^[*]$".into(),
            "prefix" => format!("^{}", escape(text)),
            "suffix" => format!("{}$", escape(text)),
            "contains" => escape(text),
            // The whole text must fit.
            "safe_regex" | "regex" => format!("^(?:{text})$"),
            "ignore_case" => continue,
            _ => {
                reader.miss(*at, key, "this matcher is not known");
                continue;
            }
        };
        let regex = Regex::new(&regex, ignores_case);
        // What fits the text `*` lets everybody in.
        if regex.as_ref().is_ok_and(|regex| regex.is_match("*")) {
            rule.origins.push("*".into());
            continue;
        }
        rule.origins_of(regex, value.at, text, reader);
    }
}

const ORIGINS: [&str; 2] = ["allow_origin_string_match", "allowOriginStringMatch"];
const DEEPEST: usize = 90;
