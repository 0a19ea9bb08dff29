//! Kong's plugin `cors`, in a declarative file or as a resource of Kubernetes.
//!
//! What is no plain origin is an expression, which must fit to its end; without a colon it is asked of the host alone.
//! Where everybody is let in with credentials, the origin is echoed. Preflights are answered with the lists.

use std::collections::BTreeSet;

use crate::import::At;
use crate::import::Draft;
use crate::import::DraftRule;
use crate::import::Kind;
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
        let is_resource = document.get("plugin").and_then(Node::text) == Some("cors");
        if let Some(config) = document.get("config").filter(|_| is_resource) {
            let rule = read(config, BTreeSet::new(), reader);
            draft.rules.push(rule);
        }
        walk(&document, 0, &mut draft, reader);
    }
    Ok(Read::Draft(draft))
}

/// Looks for plugins in services and routes, each with its paths.
fn walk(node: &Node, depth: usize, draft: &mut Draft, reader: &mut Reader<'_>) {
    if depth > DEEPEST {
        return;
    }
    let plugins = node.get("plugins").map(Node::list).unwrap_or_default();
    let mut of_cors =
        plugins.iter().filter(|plugin| plugin.get("name").and_then(Node::text) == Some("cors"));
    if let Some(plugin) = of_cors.next() {
        reader.count();
        match paths(node) {
            Some(paths) if plugin.get("enabled").is_none_or(Node::is_true) => {
                let nothing = Node::default();
                let rule = read(plugin.get("config").unwrap_or(&nothing), paths, reader);
                let is_known = draft.rules.iter().any(|known| known.paths == rule.paths);
                if is_known {
                    let reason = "a policy is for one service: import each from a file of its own";
                    reader.miss(plugin.at, "cors", reason);
                } else {
                    draft.rules.push(rule);
                }
            }
            Some(_) => {}
            None => {
                let reason =
                    "rules are for a path and what is below it, and this route is for others";
                reader.miss(plugin.at, "cors", reason);
            }
        }
    } else if node.get("plugins").is_none()
        && node.get("paths").is_some()
        && let Some(paths) = paths(node).filter(|paths| !paths.is_empty())
    {
        // Nothing is done there, whatever is said above.
        draft.rules.push(DraftRule { paths, handler: true, at: node.at, ..DraftRule::default() });
    }
    for (key, _, inner) in node.table() {
        if ["services", "routes"].contains(&key.as_str()) {
            inner.list().iter().for_each(|inner| walk(inner, depth + 1, draft, reader));
        }
    }
}

/// The paths of a route or of all routes of a service; `None` if a rule cannot name one.
fn paths(node: &Node) -> Option<BTreeSet<String>> {
    let mut all = BTreeSet::new();
    let own = node.get("paths").map(Node::list).unwrap_or_default();
    for path in own.iter().filter_map(|path| path.text()) {
        let plain = match path.strip_prefix('~') {
            // `~/api$` stands beside `/api/`.
            Some(regex) => regex.strip_suffix('$').unwrap_or(regex).replace("[.]", "."),
            None => path.to_owned(),
        };
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~%".contains(&byte);
        if !plain.bytes().all(is_plain) {
            return None;
        }
        let paths = rule_paths(&plain);
        if paths.is_empty() {
            return Some(paths);
        }
        all.extend(paths);
    }
    let routes = node.get("routes").map(Node::list).unwrap_or_default();
    for route in routes {
        let paths = paths(route)?;
        if paths.is_empty() {
            return Some(paths);
        }
        all.extend(paths);
    }
    Some(all)
}

fn read(config: &Node, paths: BTreeSet<String>, reader: &mut Reader<'_>) -> DraftRule {
    let mut rule = DraftRule { paths, at: config.at, ..DraftRule::default() };
    let mut methods: Vec<String> = ["PUT", "PATCH", "DELETE", "OPTIONS"].map(String::from).into();
    let mut headers = Vec::new();
    for (key, at, value) in config.table() {
        reader.count();
        match key.as_str() {
            "origins" => {
                let one = Some(&**value).filter(|value| value.list().is_empty());
                for item in one.into_iter().chain(value.list().iter().map(|item| &**item)) {
                    read_origin(item, &mut rule, reader);
                }
            }
            "methods" => methods = value.texts(),
            "headers" => headers = value.texts(),
            "exposed_headers" => rule.expose_headers = value.texts(),
            "credentials" => rule.credentials = reader.truth(value),
            "max_age" => rule.max_age = reader.seconds(value),
            "preflight_continue" if value.is_true() => {
                reader.miss(*at, key, "what the application answers to preflights is not known");
            }
            "preflight_continue" | "allow_origin_absent" => {}
            "private_network" => reader.miss(*at, key, "a policy has nothing like it"),
            _ => reader.miss(*at, key, "this field is not known"),
        }
    }
    let is_nothing = |origins: &Node| matches!(&origins.kind, Kind::List(list) if list.is_empty());
    if config.get("origins").is_none_or(is_nothing) {
        rule.origins = vec!["*".into()];
    }
    let star = match headers.is_empty() {
        // What is asked for is said.
        true => {
            headers.push("*".into());
            Star::EchoedByDefault
        }
        false => Star::Sent,
    };
    rule.names(methods, headers, star, (config.at, "cors"), reader);
    rule
}

fn read_origin(item: &Node, rule: &mut DraftRule, reader: &mut Reader<'_>) {
    let Some(text) = item.text() else { return };
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b".:/-".contains(&byte);
    if text == "*" || text.bytes().all(is_plain) {
        rule.origins.push(text.to_owned());
        return;
    }
    let inner = text.strip_prefix('^').unwrap_or(text);
    let inner = inner.strip_suffix('$').unwrap_or(inner);
    let regex = match inner.contains(':') {
        true => format!("^(?:{inner})$"),
        false => format!("^https?://(?:{inner})(?::[0-9]+)?$"),
    };
    rule.origins_of(Regex::new(&regex, false), item.at, text, reader);
}

const DEEPEST: usize = 20;
