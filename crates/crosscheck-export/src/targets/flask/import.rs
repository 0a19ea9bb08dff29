//! Flask-CORS: `CORS(app, …)`, with resources or without, and `@cross_origin`.
//!
//! A text that looks like an expression is one, and fits from the origin's beginning, not to its end. Everybody
//! is let in by default, and the origin is echoed.

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
use crate::import::rule_paths;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let code = Code::new(reader.text(), Comments::Hash);
    let mut draft = Draft::default();
    for at in code.after("CORS").into_iter().chain(code.after("init_app")) {
        let Some((arguments, _)) = code.arguments(at) else { continue };
        let own: Vec<(String, Literal)> =
            arguments.into_iter().filter_map(|(name, value)| Some((name?, value))).collect();
        let resources = own.iter().find(|(name, _)| name == "resources");
        reader.count();
        let Some((_, resources)) = resources else {
            let rule = read(&[&own], DraftRule { at, ..DraftRule::default() }, &code, reader);
            draft.rules.push(rule);
            continue;
        };
        match code.resolved(resources).kind {
            LiteralKind::Table(table) => {
                for (path, options) in &table {
                    let plain = path.trim_start_matches('^').trim_end_matches('$');
                    let plain = plain.trim_end_matches(".*").trim_end_matches('*');
                    let rule = DraftRule { at, paths: rule_paths(plain), ..DraftRule::default() };
                    let options = code.resolved(options);
                    let inner = match &options.kind {
                        LiteralKind::Table(inner) => inner.as_slice(),
                        _ => &[],
                    };
                    draft.rules.push(read(&[&own, inner], rule, &code, reader));
                }
            }
            LiteralKind::Text(path) => {
                let paths = rule_paths(path.trim_end_matches(".*").trim_end_matches('*'));
                let rule = DraftRule { at, paths, ..DraftRule::default() };
                draft.rules.push(read(&[&own], rule, &code, reader));
            }
            _ => reader.miss(resources.at, &resources.shown(), crate::import::NO_LITERAL),
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
            "supports_credentials" => rule.credentials = value.is_true(),
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
