//! APISIX' plugin `cors`, in routes of its file or of the Admin API.
//!
//! Of a list and of expressions the second alone is looked at, and they fit anywhere in the origin. `**` is whatever
//! is asked for, `*` is sent. Where nothing is said of origins, methods or headers, it is `*`.

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
use crate::import::items;
use crate::import::rule_paths;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let mut draft = Draft::default();
    for document in documents(reader.text())? {
        let mut routes = Vec::new();
        document.holders("uris", &mut routes);
        document.holders("uri", &mut routes);
        let mut bare = Vec::new();
        document.holders("plugins", &mut bare);
        bare.retain(|node| node.get("uris").is_none() && node.get("uri").is_none());
        for route in routes.into_iter().chain(bare) {
            let paths = paths(route);
            let Some(plugin) = route.at_path(&["plugins", "cors"]) else {
                if let Some(paths) = paths.filter(|paths| !paths.is_empty()) {
                    let at = route.at;
                    let rule = DraftRule { paths, handler: true, at, ..DraftRule::default() };
                    draft.rules.push(rule);
                }
                continue;
            };
            reader.count();
            let Some(paths) = paths else {
                let reason =
                    "rules are for a path and what is below it, and this route is for others";
                reader.miss(plugin.at, "cors", reason);
                continue;
            };
            let rule = read(plugin, paths, reader);
            if draft.rules.iter().any(|known| known.paths == rule.paths) {
                let reason = "a policy is for one service: import each from a file of its own";
                reader.miss(plugin.at, "cors", reason);
            } else {
                draft.rules.push(rule);
            }
        }
    }
    Ok(Read::Draft(draft))
}

/// The paths of a route; `None` if a rule cannot name one.
fn paths(route: &Node) -> Option<BTreeSet<String>> {
    let uris = route.get("uris").map(Node::texts).unwrap_or_default();
    let uri = route.get("uri").and_then(Node::text).map(str::to_owned);
    let mut all = BTreeSet::new();
    for uri in uris.into_iter().chain(uri) {
        let paths = rule_paths(&uri);
        if paths.is_empty() {
            return Some(paths);
        }
        if paths.iter().any(|path| path.contains(['*', ':'])) {
            return None;
        }
        all.extend(paths);
    }
    Some(all)
}

fn read(plugin: &Node, paths: BTreeSet<String>, reader: &mut Reader<'_>) -> DraftRule {
    let mut rule = DraftRule { paths, at: plugin.at, max_age: Some(5), ..DraftRule::default() };
    let named = |key: &str| {
        let text = plugin.get(key).and_then(Node::text);
        items(text.unwrap_or("*"))
    };
    rule.credentials = plugin.get("allow_credential").is_some_and(Node::is_true);
    let by_expressions = plugin.get("allow_origins_by_regex");
    for (key, at, value) in plugin.table() {
        reader.count();
        match key.as_str() {
            "allow_origins_by_regex" => {
                for item in value.list() {
                    let text = item.text().unwrap_or_default();
                    match text.trim_start_matches('^').trim_end_matches('$') {
                        origin @ ("null" | "file://") => rule.origins.push(origin.to_owned()),
                        _ => rule.origins_of(Regex::new(text, false), item.at, text, reader),
                    }
                }
            }
            "expose_headers" => rule.expose_headers = items(value.text().unwrap_or_default()),
            "max_age" => {
                let seconds = value.text().and_then(|text| text.parse::<i64>().ok());
                rule.max_age =
                    seconds.map(|seconds| u32::try_from(seconds.max(0)).unwrap_or(u32::MAX));
            }
            "allow_origins" | "allow_methods" | "allow_headers" | "allow_credential" => {}
            "timing_allow_origins" | "timing_allow_origins_by_regex" => {
                let reason = "a policy tells the time to all whom it lists, or to nobody";
                reader.miss(*at, key, reason);
            }
            "allow_origins_by_metadata" => {
                reader.miss(*at, key, "the origins stand elsewhere, in the plugin's metadata");
            }
            "_meta" => reader.miss(*at, key, "whether the plugin runs is asked of each request"),
            _ => reader.miss(*at, key, "this field is not known"),
        }
    }
    if by_expressions.is_none() {
        rule.origins = named("allow_origins");
        rule.origins.iter_mut().filter(|origin| *origin == "**").for_each(|all| all.truncate(1));
        if plugin.get("allow_origins").and_then(Node::text) != Some("**") {
            rule.star_beside_credentials(plugin.at, "cors", reader);
        }
    }
    let (mut methods, mut headers) = (named("allow_methods"), named("allow_headers"));
    let mut star = Star::Sent;
    for list in [&mut methods, &mut headers] {
        for name in list.iter_mut().filter(|name| *name == "**") {
            name.truncate(1);
            star = Star::Echoed;
        }
    }
    rule.names(methods, headers, star, (plugin.at, "cors"), reader);
    rule
}
