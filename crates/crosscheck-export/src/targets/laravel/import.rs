//! Laravel's `config/cors.php`, the settings of its own middleware.
//!
//! A `*` within an origin stands for any text. Lists go out as they are; `*` of methods and headers is answered with
//! what was asked for, and everybody with credentials with the request's own origin.

use crate::export::escape;
use crate::import::At;
use crate::import::Code;
use crate::import::Comments;
use crate::import::Draft;
use crate::import::DraftRule;
use crate::import::Literal;
use crate::import::LiteralKind;
use crate::import::NO_LITERAL;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Regex;
use crate::import::Star;
use crate::import::literal_names;
use crate::import::literal_seconds;
use crate::import::rule_paths;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    // An array with names is read as a table, each place where it was.
    let text = reader.text().replace("=>", ": ").replace("return [", "return {");
    let code = Code::new(&text, Comments::Slashes);
    let mut draft = Draft::default();
    for at in code.after("return") {
        let LiteralKind::Table(settings) = code.value(at).kind else { continue };
        reader.count();
        let rule = read(&settings, at, &code, reader);
        draft.rules.extend(rule);
    }
    draft.first_alone(
        "cors",
        "a policy is for one application: import each from a file of its own",
        reader,
    );
    Ok(Read::Draft(draft))
}

fn read(
    settings: &[(String, Literal)],
    at: At,
    code: &Code,
    reader: &mut Reader<'_>,
) -> Option<DraftRule> {
    let mut rule = DraftRule { at, max_age: Some(0), ..DraftRule::default() };
    let (mut methods, mut headers) = (Vec::new(), Vec::new());
    let mut is_used = false;
    for (name, value) in settings {
        reader.count();
        let value = code.resolved(value);
        let is_nothing = matches!(&value.kind, LiteralKind::Truth(false))
            || matches!(&value.kind, LiteralKind::Other(text) if text == "null");
        match name.as_str() {
            "paths" => is_used = read_paths(&value, &mut rule, reader),
            "allowed_origins" => rule.literal_origins(&value, pattern, reader),
            "allowed_origins_patterns" => rule.literal_origins(&value, expression, reader),
            "allowed_methods" => methods = upper_case(literal_names(&value, reader)),
            "allowed_headers" => headers = literal_names(&value, reader),
            "exposed_headers" if is_nothing => {}
            "exposed_headers" => rule.expose_headers = literal_names(&value, reader),
            "max_age" if is_nothing => rule.max_age = None,
            "max_age" => rule.max_age = literal_seconds(&value, reader),
            "supports_credentials" => match value.kind {
                LiteralKind::Truth(truth) => rule.credentials = truth,
                _ => reader.miss(value.at, &value.shown(), NO_LITERAL),
            },
            _ => reader.miss(value.at, name, "this setting is not known"),
        }
    }
    rule.names(methods, headers, Star::Echoed, (at, "allowed_headers"), reader);
    is_used.then_some(rule)
}

/// Whether there are any.
fn read_paths(value: &Literal, rule: &mut DraftRule, reader: &mut Reader<'_>) -> bool {
    let mut any = false;
    let mut all = false;
    for item in value.items() {
        let Some(path) = item.text() else {
            reader.miss(item.at, &item.shown(), NO_LITERAL);
            continue;
        };
        let path = format!("/{}", path.trim_start_matches('/'));
        if path.trim_end_matches("/*").contains('*') && path != "/*" {
            let reason = "rules are for a path and what is below it, and this is for others";
            reader.miss(item.at, &path, reason);
            continue;
        }
        any = true;
        match rule_paths(&path) {
            paths if paths.is_empty() => all = true,
            paths => rule.paths.extend(paths),
        }
    }
    if all {
        rule.paths.clear();
    }
    any
}

fn upper_case(names: Vec<String>) -> Vec<String> {
    names.into_iter().map(|name| name.to_ascii_uppercase()).collect()
}

/// An origin with a `*` in it as an expression.
fn pattern(text: &str) -> Option<Result<Regex, String>> {
    let is_pattern = text.contains('*') && text != "*";
    let parts: Vec<String> = text.split('*').map(escape).collect();
    is_pattern.then(|| Regex::new(&format!("^{}$", parts.join(".*")), false))
}

/// An expression of PHP, between two marks of one kind; anything else fits nothing.
fn expression(text: &str) -> Option<Result<Regex, String>> {
    let read = delimited(text);
    Some(read.unwrap_or_else(|| Err("it is no expression of PHP, and lets nobody in".into())))
}

fn delimited(text: &str) -> Option<Result<Regex, String>> {
    let mut letters = text.chars();
    let is_mark = |mark: &char| !mark.is_ascii_alphanumeric() && !mark.is_whitespace();
    let mark = letters.next().filter(|mark| is_mark(mark) && *mark != '\\')?;
    let end = match mark {
        '(' => ')',
        '{' => '}',
        '[' => ']',
        '<' => '>',
        mark => mark,
    };
    let (inner, flags) = letters.as_str().rsplit_once(end)?;
    Some(Regex::new(inner, flags.contains('i')))
}
