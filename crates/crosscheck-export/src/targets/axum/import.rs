//! tower-http's `CorsLayer`, as it is put together call by call.

use crate::import::At;
use crate::import::Chained;
use crate::import::Code;
use crate::import::Comments;
use crate::import::Draft;
use crate::import::DraftRule;
use crate::import::LiteralKind;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Star;
use crate::import::imported_names;
use crate::import::literal_seconds;
use crate::import::literal_truth;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let code = Code::new(reader.text(), Comments::Slashes);
    let mut draft = Draft::default();
    for start in ["CorsLayer::new", "CorsLayer::permissive", "CorsLayer::very_permissive"] {
        for at in code.after(start) {
            let Some((_, end)) = code.arguments(at) else { continue };
            reader.count();
            let rule = read(start, at, &code.chain(end), &code, reader);
            draft.rules.push(rule);
        }
    }
    let reason = "a policy is for one router: import each layer from a file of its own";
    draft.first_alone("CorsLayer", reason, reader);
    Ok(Read::Draft(draft))
}

fn read(start: &str, at: At, chain: &[Chained], code: &Code, reader: &mut Reader<'_>) -> DraftRule {
    let mut rule = DraftRule { at, ..DraftRule::default() };
    let is_open = start != "CorsLayer::new";
    let all = || if is_open { vec!["*".to_owned()] } else { Vec::new() };
    let (mut methods, mut headers) = (all(), all());
    rule.origins = all();
    let mirrors = start == "CorsLayer::very_permissive";
    rule.credentials = mirrors;
    if is_open && !mirrors {
        rule.expose_headers = vec!["*".into()];
    }
    let mut star = if mirrors { Star::Echoed } else { Star::Sent };
    for (name, at, arguments) in chain {
        let Some((_, value)) = arguments.first() else { continue };
        reader.count();
        let value = code.resolved(value);
        match name.as_str() {
            "allow_origin" => {
                rule.origins.clear();
                match &value.kind {
                    LiteralKind::Other(any) if any.rsplit(':').next() == Some("Any") => {
                        rule.origins.push("*".into());
                    }
                    LiteralKind::Call(call, _) if call.ends_with("::any") => {
                        rule.origins.push("*".into());
                    }
                    // Whoever asks.
                    LiteralKind::Call(call, _) if call.ends_with("::mirror_request") => {
                        rule.origins.push("*".into());
                    }
                    _ => rule.literal_origins(&value, |_| None, reader),
                }
            }
            "allow_methods" | "allow_headers" => {
                let names = match &value.kind {
                    LiteralKind::Call(call, _) if call.ends_with("::any") => vec!["*".to_owned()],
                    LiteralKind::Call(call, _) if call.ends_with("::mirror_request") => {
                        star = Star::Echoed;
                        vec!["*".to_owned()]
                    }
                    _ => imported_names(&value, code, reader),
                };
                if name == "allow_methods" { methods = names } else { headers = names }
            }
            "expose_headers" => rule.expose_headers = imported_names(&value, code, reader),
            "allow_credentials" => rule.credentials = literal_truth(&value, reader),
            "max_age" => rule.max_age = literal_seconds(&value, reader),
            "vary" => {}
            _ => reader.miss(*at, name, "this part is not known"),
        }
    }
    rule.names(methods, headers, star, (at, "CorsLayer"), reader);
    rule
}
