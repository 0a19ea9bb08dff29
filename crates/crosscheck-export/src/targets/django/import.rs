//! Django's settings for `django-cors-headers`.
//!
//! An expression must fit from the origin's beginning, not to its end. Where everybody is let in with
//! credentials, the origin is echoed.

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
    let mut rule = DraftRule { max_age: Some(86_400), ..DraftRule::default() };
    let mut methods = names(METHODS);
    let mut headers = names(HEADERS);
    for name in NONE_SUCH {
        for at in code.after(name).into_iter().filter(|at| code.assigned(*at).is_some()) {
            reader.count();
            reader.note(
                at - name.len(),
                name,
                "there is no setting of this name, so it does nothing",
            );
        }
    }
    for name in SETTINGS {
        let places = code.after(name).into_iter();
        let given: Vec<(At, Literal)> =
            places.filter_map(|at| Some((at, code.assigned(at)?))).collect();
        let mut kinds = given.iter().map(|(_, value)| &value.kind);
        let first = kinds.next();
        let differs = kinds.any(|kind| Some(kind) != first);
        for (at, value) in given {
            rule.at = at;
            reader.count();
            if differs {
                let reason = "it is set in several places: which one holds is not known before the program runs";
                reader.miss(at - name.len(), name, reason);
                continue;
            }
            // What is added further down is part of it.
            let named = Literal { at: value.at, kind: LiteralKind::Other((*name).to_owned()) };
            let value = match code.resolved(&named) {
                Literal { kind: LiteralKind::List(items), at } => {
                    Literal { kind: LiteralKind::List(items), at }
                }
                _ => code.resolved(&value),
            };
            match *name {
                "CORS_ALLOWED_ORIGINS" | "CORS_ORIGIN_WHITELIST" => {
                    rule.literal_origins(&value, |_| None, reader);
                }
                "CORS_ALLOWED_ORIGIN_REGEXES" | "CORS_ORIGIN_REGEX_WHITELIST" => {
                    let start = |text: &str| Some(Regex::new(&format!("^(?:{text})"), false));
                    rule.literal_origins(&value, start, reader);
                }
                "CORS_ALLOW_ALL_ORIGINS" | "CORS_ORIGIN_ALLOW_ALL" => match value.kind {
                    LiteralKind::Truth(true) => rule.origins = vec!["*".into()],
                    LiteralKind::Truth(false) => {}
                    _ => reader.miss(value.at, &value.shown(), crate::import::NO_LITERAL),
                },
                "CORS_ALLOW_CREDENTIALS" => match value.kind {
                    LiteralKind::Truth(truth) => rule.credentials = truth,
                    _ => reader.miss(value.at, &value.shown(), crate::import::NO_LITERAL),
                },
                "CORS_ALLOW_METHODS" => methods = with_defaults(&value, METHODS, reader),
                "CORS_ALLOW_HEADERS" => headers = with_defaults(&value, HEADERS, reader),
                "CORS_EXPOSE_HEADERS" => rule.expose_headers = literal_names(&value, reader),
                "CORS_PREFLIGHT_MAX_AGE" => rule.max_age = literal_seconds(&value, reader),
                "CORS_URLS_REGEX" => paths(&value, &mut rule, reader),
                _ => reader.miss(value.at, name, "a policy has nothing like it"),
            }
        }
    }
    rule.names(methods, headers, Star::Sent, (rule.at, "CORS_ALLOW_HEADERS"), reader);
    let rules = if rule.origins.is_empty() { Vec::new() } else { vec![rule] };
    Ok(Read::Draft(Draft { rules }))
}

/// A list, also one that adds to what is allowed by default: `(*default_headers, "x-token")`.
fn with_defaults(value: &Literal, defaults: &str, reader: &mut Reader<'_>) -> Vec<String> {
    let mut all = Vec::new();
    for item in value.items() {
        match &item.kind {
            LiteralKind::Other(text) if text.contains("default_") => {
                all.extend(names(defaults));
                // `list(default_headers) + ["x-token"]`
                let quoted = text.split(['"', '\'']).skip(1).step_by(2);
                all.extend(quoted.map(str::to_owned));
            }
            _ => all.extend(literal_names(item, reader)),
        }
    }
    all
}

fn paths(value: &Literal, rule: &mut DraftRule, reader: &mut Reader<'_>) {
    let Some(text) = value.text() else {
        return reader.miss(value.at, &value.shown(), crate::import::NO_LITERAL);
    };
    let plain = text.trim_start_matches('^').trim_end_matches('$').trim_end_matches(".*");
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_');
    if !plain.is_empty() && !plain.bytes().all(is_plain) {
        let reason = "rules are for a path and what is below it, and this is an expression";
        return reader.miss(value.at, text, reason);
    }
    rule.paths = rule_paths(plain);
}

fn names(list: &str) -> Vec<String> {
    list.split(' ').map(str::to_owned).collect()
}

/// What people write for `CORS_ALLOW_HEADERS` and `CORS_ALLOW_METHODS`, and for other versions.
const NONE_SUCH: &[&str] = &[
    "CORS_ALLOW_ALL_HEADERS",
    "CORS_ALLOW_ALL_METHODS",
    "CORS_ALLOWED_HEADERS",
    "CORS_ALLOWED_METHODS",
    "CORS_ALLOW_ORIGINS",
    "CORS_ORIGINS",
];
const SETTINGS: &[&str] = &[
    "CORS_ALLOWED_ORIGINS",
    "CORS_ORIGIN_WHITELIST",
    "CORS_ALLOWED_ORIGIN_REGEXES",
    "CORS_ORIGIN_REGEX_WHITELIST",
    "CORS_ALLOW_ALL_ORIGINS",
    "CORS_ORIGIN_ALLOW_ALL",
    "CORS_ALLOW_CREDENTIALS",
    "CORS_ALLOW_METHODS",
    "CORS_ALLOW_HEADERS",
    "CORS_EXPOSE_HEADERS",
    "CORS_PREFLIGHT_MAX_AGE",
    "CORS_URLS_REGEX",
    "CORS_ALLOW_PRIVATE_NETWORK",
];
const METHODS: &str = "DELETE GET OPTIONS PATCH POST PUT";
const HEADERS: &str = "accept authorization content-type user-agent x-csrftoken x-requested-with";
