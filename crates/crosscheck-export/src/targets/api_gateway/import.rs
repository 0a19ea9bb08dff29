//! The CORS of an HTTP API of Amazon API Gateway, in a template, an OpenAPI document, `serverless.yml`, or what its own
//! command writes.
//!
//! Preflights are answered with the lists; `*` is sent as it is. `https://*` is every origin of that scheme.

use crate::import::At;
use crate::import::DraftRule;
use crate::import::Node;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Star;
use crate::import::documents;
use crate::import::rules_with;
use crate::import::seconds;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let documents = documents(reader.text())?;
    let mut draft =
        rules_with(&documents, &["AllowOrigins", "allowOrigins", "allowedOrigins"], read, reader);
    for rule in draft.rules.drain(1.min(draft.rules.len())..) {
        let reason = "a policy is for one API: import each from a file of its own";
        reader.miss(rule.at, "CorsConfiguration", reason);
    }
    Ok(Read::Draft(draft))
}

fn read(node: &Node, reader: &mut Reader<'_>) -> DraftRule {
    let mut rule = DraftRule { at: node.at, ..DraftRule::default() };
    let (mut methods, mut headers) = (Vec::new(), Vec::new());
    for (key, at, value) in node.table() {
        reader.count();
        let texts = || value.texts();
        match key.to_ascii_lowercase().as_str() {
            "alloworigins" | "allowedorigins" => {
                for origin in texts() {
                    match origin.as_str() {
                        "https://*" | "http://*" => rule.origins.push(format!("{origin}:*")),
                        text if text.contains('*') && text != "*" => {
                            let reason =
                                "it knows no patterns but `*` and `https://*`: this lets nobody in";
                            reader.miss(value.at, text, reason);
                        }
                        _ => rule.origins.push(origin),
                    }
                }
            }
            "allowmethods" | "allowedmethods" => methods = texts(),
            "allowheaders" | "allowedheaders" => headers = texts(),
            "exposeheaders" | "exposedresponseheaders" => rule.expose_headers = texts(),
            "allowcredentials" => rule.credentials = value.is_true(),
            "maxage" => rule.max_age = value.text().and_then(seconds),
            _ => reader.miss(*at, key, "this field is not known"),
        }
    }
    rule.names(methods, headers, Star::Sent, (node.at, "CorsConfiguration"), reader);
    rule
}
