//! Flask-CORS: `CORS(app, …)`, with resources or without, and `@cross_origin`.
//!
//! A text that looks like an expression is one, and fits from the origin's beginning, not to its end. Everybody
//! is let in by default, and the origin is echoed.

use std::collections::BTreeSet;
use std::collections::HashMap;

use crate::import::Arguments;
use crate::import::At;
use crate::import::Code;
use crate::import::Comments;
use crate::import::Draft;
use crate::import::DraftRule;
use crate::import::Literal;
use crate::import::LiteralKind;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Regex;
use crate::import::Star;
use crate::import::literal_names;
use crate::import::literal_seconds;
use crate::import::literal_truth;
use crate::import::rule_paths;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let code = Code::new(reader.text(), Comments::Hash);
    let mut draft = Draft::default();
    // What is kept for an app that comes later, by its name.
    let mut kept: HashMap<String, Options> = HashMap::new();
    let mut calls: Vec<(At, Options)> = Vec::new();
    for at in code.after("CORS") {
        let Some((arguments, _)) = code.arguments(at) else { continue };
        let has_app = arguments.iter().any(|(name, _)| name.is_none());
        match has_app {
            true => calls.push((at, named(arguments))),
            false => {
                let before = before(&code, at, "CORS");
                let name = before.trim_end().strip_suffix('=').map(last_name).unwrap_or_default();
                kept.insert(name.to_owned(), named(arguments));
            }
        }
    }
    for at in code.after("init_app") {
        let before = before(&code, at, "init_app");
        let name = before.strip_suffix('.').map(last_name).unwrap_or_default();
        let Some(options) = kept.get(name) else { continue };
        let Some((arguments, _)) = code.arguments(at) else { continue };
        calls.push((at, options.iter().cloned().chain(named(arguments)).collect()));
    }
    calls.sort_by_key(|(at, _)| *at);
    for (at, own) in calls {
        reader.count();
        let rules = of_app(at, &own, &code, reader);
        match rules.iter().any(|rule| draft.rules.iter().any(|other| meets(rule, other))) {
            true => {
                let reason =
                    "another one is for the same paths: what one refuses, the other may let in";
                reader.miss(at, code.line(at), reason);
            }
            false => draft.rules.extend(rules),
        }
    }
    for at in code.after("cross_origin") {
        let before = code.between(at.saturating_sub(400), at);
        let Some((arguments, end)) = code.arguments(at) else { continue };
        let own: Vec<(String, Literal)> =
            arguments.into_iter().filter_map(|(name, value)| Some((name?, value))).collect();
        reader.count();
        let behind = code.between(end, end + 200);
        let route = before.rsplit_once(".route(").map(|(_, route)| route);
        let route = route.or(behind.split_once(".route(").map(|(_, route)| route));
        let path = route.and_then(|route| route.split(['"', '\'']).nth(1));
        let Some(path) = path else {
            reader.miss(at, "cross_origin", "the path that it is for is not seen");
            continue;
        };
        let plain = path.split('<').next().unwrap_or_default();
        let rule = DraftRule { at, paths: rule_paths(plain), ..DraftRule::default() };
        draft.rules.push(read(&[&own], rule, &code, reader));
    }
    Ok(Read::Draft(draft))
}

/// Options by their names.
type Options = Vec<(String, Literal)>;

fn named(arguments: Arguments) -> Options {
    arguments.into_iter().filter_map(|(name, value)| Some((name?, value))).collect()
}

/// What stands in a line before a word, behind which there is a place.
fn before(code: &Code, at: At, word: &str) -> String {
    let text = code.between(at.saturating_sub(200), at);
    let line = text.rsplit('\n').next().unwrap_or_default();
    line.strip_suffix(word).unwrap_or_default().to_owned()
}

fn last_name(text: &str) -> &str {
    let is_of_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    text.trim_end().rsplit(|letter| !is_of_name(letter)).next().unwrap_or_default()
}

/// Whether two rules are for some path both.
fn meets(one: &DraftRule, other: &DraftRule) -> bool {
    let covers = |outer: &str, inner: &str| {
        let rest = inner.strip_prefix(outer);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let all = |rule: &DraftRule| rule.paths.is_empty();
    let mut pairs = one.paths.iter().flat_map(|one| other.paths.iter().map(move |two| (one, two)));
    all(one) || all(other) || pairs.any(|(one, two)| covers(one, two) || covers(two, one))
}

/// What one app is told.
fn of_app(at: At, own: &Options, code: &Code, reader: &mut Reader<'_>) -> Vec<DraftRule> {
    let rule = |paths| DraftRule { at, paths, ..DraftRule::default() };
    let Some((_, resources)) = own.iter().find(|(name, _)| name == "resources") else {
        return vec![read(&[own], rule(BTreeSet::new()), code, reader)];
    };
    match code.resolved(resources).kind {
        LiteralKind::Table(table) => {
            let each = table.iter().map(|(path, options)| {
                let plain = path.trim_start_matches('^').trim_end_matches('$');
                let plain = plain.trim_end_matches(".*").trim_end_matches('*');
                let options = code.resolved(options);
                let inner = match &options.kind {
                    LiteralKind::Table(inner) => inner.as_slice(),
                    _ => &[],
                };
                read(&[own, inner], rule(rule_paths(plain)), code, reader)
            });
            each.collect()
        }
        LiteralKind::Text(path) => {
            let paths = rule_paths(path.trim_end_matches(".*").trim_end_matches('*'));
            vec![read(&[own], rule(paths), code, reader)]
        }
        _ => {
            reader.miss(resources.at, &resources.shown(), crate::import::NO_LITERAL);
            Vec::new()
        }
    }
}

/// Reads options; those behind win.
fn read(
    options: &[&[(String, Literal)]],
    mut rule: DraftRule,
    code: &Code,
    reader: &mut Reader<'_>,
) -> DraftRule {
    let at = rule.at;
    let mut methods: Vec<String> = ["OPTIONS", "PUT", "PATCH", "DELETE"].map(String::from).to_vec();
    let mut headers = vec!["*".to_owned()];
    let mut star = Star::EchoedByDefault;
    let mut origins = None;
    for (name, value) in options.iter().copied().flatten().filter(|(name, _)| name != "resources") {
        reader.count();
        let value = code.resolved(value);
        match name.as_str() {
            "origins" | "origin" => origins = Some(value),
            "methods" => methods = literal_names(&value, reader),
            "allow_headers" | "headers" => {
                headers = literal_names(&value, reader);
                star = Star::Echoed;
            }
            "expose_headers" => rule.expose_headers = literal_names(&value, reader),
            "supports_credentials" => rule.credentials = literal_truth(&value, reader),
            "max_age" => rule.max_age = literal_seconds(&value, reader),
            "vary_header" | "automatic_options" | "always_send" | "send_wildcard" => {}
            _ => reader.miss(value.at, name, "this option is not known"),
        }
    }
    match origins {
        None => rule.origins.push("*".into()),
        Some(value) => rule.literal_origins(&value, expression, reader),
    }
    rule.names(methods, headers, star, (at, "CORS"), reader);
    rule
}

fn expression(text: &str) -> Option<Result<Regex, String>> {
    let is_one = text != "*" && text.contains(['*', '\\', ']', '?', '$', '^', '[', '(', ')']);
    is_one.then(|| Regex::new(&format!("^(?:{text})"), true))
}
