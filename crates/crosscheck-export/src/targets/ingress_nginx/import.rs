//! The annotations of ingress-nginx.
//!
//! A `*` among the origins is sent as it is, beside credentials too, which are allowed by default: browsers
//! refuse that for requests that carry any, so everybody reads without. `https://*.example.com` covers
//! one label.

use std::collections::BTreeSet;

use crate::import::At;
use crate::import::Draft;
use crate::import::DraftRule;
use crate::import::Kind;
use crate::import::NOT_HERE;
use crate::import::Node;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Star;
use crate::import::documents;
use crate::import::items;
use crate::import::rule_paths;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let mut draft = Draft::default();
    for document in documents(reader.text())? {
        for (annotations, ingress) in annotated(&document, reader) {
            draft.rules.extend(read(annotations, ingress, reader));
        }
    }
    Ok(Read::Draft(draft))
}

/// Annotations wherever they stand, as in the values of a chart, each with what they are of.
fn annotated<'n>(document: &'n Node, reader: &mut Reader<'_>) -> Vec<(&'n Node, &'n Node)> {
    let mut found = Vec::new();
    // The node above, and the one above that.
    document.walk(|node, _, (above, top): (Option<&'n Node>, Option<&'n Node>)| {
        if node.table().iter().any(|(key, ..)| key.starts_with(PREFIX)) {
            let is_metadata = top.is_some_and(|top| top.get("metadata").is_some());
            found.push((node, if is_metadata { top } else { above }.unwrap_or(node)));
        }
        if let Some(text) = node.text().filter(|text| text.contains("cors-")) {
            let mut lines = text.lines().map(str::trim);
            if lines.any(|line| line.starts_with(PREFIX)) {
                reader.count();
                let reason = "this is a resource within a text: import it from a file of its own";
                reader.miss(node.at, text, reason);
            }
        }
        (Some(node), above)
    });
    found
}

fn read(annotations: &Node, document: &Node, reader: &mut Reader<'_>) -> Option<DraftRule> {
    let field = |name: &str| annotations.entry(&format!("{PREFIX}{name}"));
    for (key, at, node) in annotations.table() {
        let Some(name) = key.strip_prefix(PREFIX) else { continue };
        if name.ends_with("-snippet") {
            if node.text().unwrap_or_default().to_ascii_lowercase().contains("access-control-") {
                reader.count();
                let reason = "its lines are nginx': import them from a file of their own";
                reader.miss(*at, key, reason);
            }
            continue;
        }
        if name != "enable-cors" && !name.starts_with("cors-") {
            continue;
        }
        reader.count();
        if !KNOWN.contains(&name) {
            reader.miss(*at, key, "this annotation is not known");
        }
    }
    if !field("enable-cors").is_some_and(|(_, node)| node.is_true()) {
        let others = annotations.table().iter();
        let of_cors =
            |key: &str| key.strip_prefix(PREFIX).is_some_and(|name| name.starts_with("cors-"));
        for (key, at, _) in others.filter(|(key, ..)| of_cors(key)) {
            reader.note(*at, key, "without `enable-cors: \"true\"` it does nothing");
        }
        return None;
    }
    let at = field("enable-cors").map(|(at, _)| at).unwrap_or_default();
    let mut rule = DraftRule { at, paths: paths_of(document), ..DraftRule::default() };
    rule.credentials = field("cors-allow-credentials").is_none_or(|(_, value)| reader.truth(value));
    // What is not known lets nobody in.
    let mut known = |name: &str, default: &str| match field(name).map(|(_, value)| &value.kind) {
        None => items(default),
        Some(Kind::Text(text)) => items(text),
        Some(_) => {
            let at = field(name).map(|(_, value)| value.at).unwrap_or_default();
            reader.miss(at, name, NOT_HERE);
            Vec::new()
        }
    };
    rule.origins = known("cors-allow-origin", "*");
    let methods = known("cors-allow-methods", METHODS);
    let headers = known("cors-allow-headers", HEADERS);
    rule.expose_headers = known("cors-expose-headers", "");
    if let Some((at, node)) = field("cors-allow-origin") {
        for origin in items(node.text().unwrap_or_default()) {
            if !origin.contains("://") && origin != "*" {
                reader.miss(at, &origin, "an origin begins with its scheme");
                rule.origins.retain(|known| *known != origin);
            }
        }
    }
    rule.star_beside_credentials(at, "enable-cors", reader);
    rule.names(methods, headers, Star::Sent, (at, "enable-cors"), reader);
    rule.max_age = match field("cors-max-age") {
        None => Some(1_728_000),
        Some((_, value)) => reader.seconds(value),
    };
    Some(rule)
}

/// The paths of an Ingress: everything, if one of them is all.
fn paths_of(document: &Node) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    let rules = document.at_path(&["spec", "rules"]).map(Node::list).unwrap_or_default();
    let inner = rules.iter().filter_map(|rule| rule.at_path(&["http", "paths"]));
    // In the values of a chart.
    let hosts = document.get("hosts").map(Node::list).unwrap_or_default();
    let inner = inner.chain(hosts.iter().filter_map(|host| host.get("paths")));
    for path in inner.flat_map(Node::list) {
        let path = path.text().or_else(|| path.get("path")?.text()).unwrap_or("/");
        // `/api(/|$)(.*)`: what stands before the first sign of an expression.
        let plain = path.split(['(', '[', '*', '?', '|']).next().unwrap_or_default();
        match rule_paths(plain.trim_end_matches('.')) {
            own if own.is_empty() => return own,
            own => paths.extend(own),
        }
    }
    paths
}

const PREFIX: &str = "nginx.ingress.kubernetes.io/";
const KNOWN: &[&str] = &[
    "enable-cors",
    "cors-allow-origin",
    "cors-allow-credentials",
    "cors-allow-methods",
    "cors-allow-headers",
    "cors-expose-headers",
    "cors-max-age",
];
const METHODS: &str = "GET, PUT, POST, DELETE, PATCH, OPTIONS";
const HEADERS: &str = "DNT, Keep-Alive, User-Agent, X-Requested-With, If-Modified-Since, Cache-Control, \
                       Content-Type, Range, Authorization";
