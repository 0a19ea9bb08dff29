//! Starlette's and FastAPI's `CORSMiddleware`.
//!
//! An expression must fit the whole origin. A listed `*` is echoed to requests that carry cookies, and so
//! lets everybody in where credentials are allowed.

use crate::import::At;
use crate::import::Checked;
use crate::import::Code;
use crate::import::Comments;
use crate::import::Draft;
use crate::import::DraftRule;
use crate::import::Literal;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Regex;
use crate::import::Star;
use crate::import::literal_names;
use crate::import::literal_seconds;
use crate::import::literal_truth;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let code = Code::new(reader.text(), Comments::Hash);
    let mut draft = Draft::default();
    for call in ["add_middleware", "Middleware", "CORSMiddleware"] {
        for at in code.after(call) {
            let Some((arguments, end)) = code.arguments(at) else { continue };
            let is_it = call == "CORSMiddleware"
                || arguments
                    .first()
                    .is_some_and(|(_, value)| value.shown().ends_with("CORSMiddleware"));
            if is_it && code.between(at, end).contains("allow_") {
                let rule = read(&arguments, at, &code, reader);
                draft.rules.push(rule);
            }
        }
    }
    draft.rules.truncate(1);
    Ok(Read::Draft(draft))
}

fn read(
    arguments: &[(Option<String>, Literal)],
    at: At,
    code: &Code,
    reader: &mut Reader<'_>,
) -> DraftRule {
    let mut rule = DraftRule { at, max_age: Some(600), ..DraftRule::default() };
    let (mut methods, mut headers) = (vec!["GET".to_owned()], Vec::new());
    let mut listed = (at, "CORSMiddleware");
    for (name, value) in arguments {
        let Some(name) = name else { continue };
        reader.count();
        let value = code.resolved(value);
        match name.as_str() {
            "allow_origins" => rule.literal_origins(&value, |_| None, reader),
            "allow_origin_regex" => match value.text() {
                Some(text) => {
                    rule.origins_of(
                        Regex::new(&format!("^(?:{text})$"), false),
                        value.at,
                        text,
                        reader,
                    );
                }
                None if value.shown() == "None" => {}
                None => reader.miss(value.at, &value.shown(), crate::import::NO_LITERAL),
            },
            "allow_methods" => {
                methods = literal_names(&value, reader);
                listed = (value.at, name);
            }
            "allow_headers" => headers = literal_names(&value, reader),
            "expose_headers" => rule.expose_headers = literal_names(&value, reader),
            "allow_credentials" => rule.credentials = literal_truth(&value, reader),
            "max_age" => rule.max_age = literal_seconds(&value, reader),
            _ => reader.miss(value.at, name, "this argument is not known"),
        }
    }
    reader.left_out(&methods, Checked::Preflights, listed);
    if methods.iter().any(|method| method == "*") {
        methods = ["DELETE", "OPTIONS", "PATCH", "PUT"].map(String::from).to_vec();
    }
    // These are allowed whatever is listed.
    headers.push("content-type".into());
    rule.names(methods, headers, Star::Echoed, (at, "CORSMiddleware"), reader);
    rule
}
