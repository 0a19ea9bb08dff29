//! An `HTTPRoute` of the Kubernetes Gateway API with its filter `CORS`.
//!
//! `https://*.example.com` covers any depth. Where credentials are allowed, a `*` among the origins must be
//! answered with the request's own, and so lets every page in as the visitor.

use std::collections::BTreeSet;

use crate::import::At;
use crate::import::Draft;
use crate::import::DraftRule;
use crate::import::Node;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Regex;
use crate::import::Star;
use crate::import::documents;
use crate::import::rule_paths;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let mut draft = Draft::default();
    for document in documents(reader.text())? {
        let Some(rules) = document.at_path(&["spec", "rules"]) else {
            // A part of a route.
            let mut holders = Vec::new();
            document.holders("cors", &mut holders);
            for cors in holders.iter().filter_map(|holder| holder.get("cors")) {
                let rule = DraftRule { at: cors.at, ..DraftRule::default() };
                draft.rules.push(read_filter(cors, rule, reader));
            }
            continue;
        };
        for route in rules.list() {
            let filters = route.get("filters").map(Node::list).unwrap_or_default();
            for (at, cors) in filters.iter().filter_map(|filter| filter.entry("cors")) {
                let Some(paths) = paths_of(route, reader) else {
                    reader.count();
                    let reason =
                        "rules are for a path and what is below it, and this is an expression";
                    reader.miss(at, "cors", reason);
                    continue;
                };
                let rule = DraftRule { paths, at, ..DraftRule::default() };
                draft.rules.push(read_filter(cors, rule, reader));
            }
        }
    }
    Ok(Read::Draft(draft))
}

fn paths_of(route: &Node, reader: &mut Reader<'_>) -> Option<BTreeSet<String>> {
    let matches = route.get("matches").map(Node::list).unwrap_or_default();
    let mut paths = BTreeSet::new();
    let mut is_everywhere = matches.is_empty();
    for found in matches {
        if let Some((at, method)) = found.entry("method")
            && method.text() != Some("OPTIONS")
        {
            let reason = "a route for one method takes no preflights: another route answers them";
            reader.note(at, "method", reason);
        }
        let Some(path) = found.get("path") else {
            is_everywhere = true;
            continue;
        };
        if path.get("type").and_then(Node::text) == Some("RegularExpression") {
            return None;
        }
        match rule_paths(path.get("value").and_then(Node::text).unwrap_or("/")) {
            own if own.is_empty() => is_everywhere = true,
            own => paths.extend(own),
        }
    }
    Some(if is_everywhere { BTreeSet::new() } else { paths })
}

fn read_filter(cors: &Node, mut rule: DraftRule, reader: &mut Reader<'_>) -> DraftRule {
    let (mut methods, mut headers) = (Vec::new(), Vec::new());
    rule.credentials = cors.get("allowCredentials").is_some_and(|value| reader.truth(value));
    // What is left out is 5.
    rule.max_age = Some(5);
    for (key, at, value) in cors.table() {
        reader.count();
        match key.as_str() {
            "allowOrigins" => {
                for item in value.list() {
                    let origin = item.text().unwrap_or_default();
                    read_origin(origin, item.at, &mut rule, reader);
                }
            }
            "allowMethods" => methods = value.texts(),
            "allowHeaders" => headers = value.texts(),
            "exposeHeaders" => rule.expose_headers = value.texts(),
            "maxAge" => rule.max_age = reader.seconds(value),
            "allowCredentials" => {}
            _ => reader.miss(*at, key, "this field is not known"),
        }
    }
    let star = if rule.credentials { Star::Echoed } else { Star::Sent };
    rule.names(methods, headers, star, (cors.at, "cors"), reader);
    rule
}

fn read_origin(origin: &str, at: At, rule: &mut DraftRule, reader: &mut Reader<'_>) {
    match origin.split_once("://*.") {
        Some((scheme, base)) => rule.origins.push(format!("{scheme}://**.{base}")),
        None if origin.ends_with("://*") => {
            let scheme = origin.trim_end_matches("://*");
            rule.origins_of(Regex::new(&format!("^{scheme}://.*$"), false), at, origin, reader);
        }
        None if origin.split_once("://").is_some_and(|(_, host)| host.contains('*')) => {
            let reason = "what a `*` within a name stands for differs from gateway to gateway: write the names";
            reader.miss(at, origin, reason);
        }
        None => rule.origins.push(origin.to_owned()),
    }
}
