//! `gorilla/handlers` 1.5: `handlers.CORS` of options.
//!
//! Everything is compared as it stands: a `*` is a wildcard among origins and nowhere else. A list of methods takes the
//! place of the usual ones, and ages end at ten minutes.

use super::called::called;
use super::value::names;
use super::value::seconds;
use super::value::texts;
use crate::import::At;
use crate::import::Checked;
use crate::import::Code;
use crate::import::Draft;
use crate::import::DraftRule;
use crate::import::Literal;
use crate::import::LiteralKind;
use crate::import::NO_LITERAL;
use crate::import::Reader;
use crate::import::Star;

pub(super) fn read(code: &Code, draft: &mut Draft, reader: &mut Reader<'_>) {
    let name = called(code, "github.com/gorilla/handlers\"", "handlers");
    for at in code.after(&format!("{name}.CORS")) {
        let Some((options, _)) = code.arguments(at) else { continue };
        reader.count();
        let options: Vec<Literal> = options.iter().map(|(_, one)| code.resolved(one)).collect();
        let rule = rule(&options, &name, at, code, reader);
        draft.rules.push(rule);
    }
}

fn rule(
    options: &[Literal],
    package: &str,
    at: At,
    code: &Code,
    reader: &mut Reader<'_>,
) -> DraftRule {
    let mut rule = DraftRule { at, ..DraftRule::default() };
    let (mut methods, mut headers, mut listed) = (Vec::new(), Vec::new(), Vec::new());
    let (mut is_asked, mut has_default, mut has_list) = (false, true, false);
    for option in options {
        reader.count();
        let LiteralKind::Call(call, arguments) = &option.kind else {
            // It may be about origins, too.
            is_asked = true;
            reader.miss(option.at, &option.shown(), NO_LITERAL);
            continue;
        };
        let Some(name) = call.strip_prefix(package).and_then(|rest| rest.strip_prefix('.')) else {
            is_asked = true;
            reader.miss(option.at, call, NO_LITERAL);
            continue;
        };
        let value = arguments.first().map(|(_, value)| code.resolved(value));
        let value = value.unwrap_or(Literal { at: option.at, kind: LiteralKind::List(Vec::new()) });
        match name {
            "AllowedOrigins" => {
                has_list = !matches!(&value.kind, LiteralKind::Table(items) if items.is_empty());
                listed = texts(&value, reader);
            }
            "AllowedMethods" => {
                methods = as_it_stands(&value, "a method", reader);
                reader.left_out(&methods, Checked::Preflights, (value.at, name));
            }
            "AllowedHeaders" => headers = as_it_stands(&value, "a header", reader),
            "ExposedHeaders" => rule.expose_headers = names(&value, reader),
            "AllowCredentials" => rule.credentials = true,
            "MaxAge" => rule.max_age = seconds(&value, reader).filter(|age| *age > 0),
            "DisallowDefaultOrigins" => has_default = false,
            "OptionStatusCode" => match value.kind {
                LiteralKind::Number(200..=299) => {}
                _ => reader.miss(
                    option.at,
                    name,
                    "only a status of 200 to 299 lets a preflight pass",
                ),
            },
            "AllowedOriginValidator" | "AllowedOriginsFunc" => {
                is_asked = true;
                reader.miss(option.at, name, NO_LITERAL);
            }
            "AllowedHeadersFunc" => reader.miss(option.at, name, NO_LITERAL),
            "IgnoreOptions" => {
                reader.miss(
                    option.at,
                    name,
                    "preflights are answered by what is behind, if at all",
                );
            }
            _ => reader.miss(option.at, name, "this option is not known"),
        }
    }
    rule.max_age = rule.max_age.map(|age| age.min(LONGEST_AGE));
    let everybody = listed.iter().any(|(_, text)| text == "*") || (!has_list && has_default);
    match (is_asked, everybody) {
        // A function is asked in the place of a list.
        (true, _) => {}
        (false, true) => rule.origins.push("*".into()),
        (false, false) => {
            for (at, text) in listed {
                if text.contains('*') {
                    reader.note(at, &text, "it is compared as it stands, so it lets nobody in");
                } else {
                    rule.origins.push(text);
                }
            }
        }
    }
    rule.star_beside_credentials(at, "AllowCredentials", reader);
    let methods = methods.into_iter().map(|name| name.to_ascii_uppercase()).collect();
    rule.names(methods, headers, Star::Sent, (at, "AllowedHeaders"), reader);
    rule
}

fn as_it_stands(value: &Literal, what: &str, reader: &mut Reader<'_>) -> Vec<String> {
    let mut names = names(value, reader);
    if names.iter().any(|name| name == "*") {
        reader.note(
            value.at,
            "*",
            &format!("`*` is {what} of that name here, and allows no other"),
        );
        names.retain(|name| name != "*");
    }
    names
}

/// Ten minutes.
const LONGEST_AGE: u32 = 600;
