//! Go's `jub0bs/cors`: the fields of a `cors.Config`.
//!
//! `https://*.example.com` covers every depth, and a port `*` every port. What it would not start with is not checked
//! here: a policy is, for the same reasons.

use crate::import::At;
use crate::import::Code;
use crate::import::Comments;
use crate::import::Draft;
use crate::import::DraftRule;
use crate::import::Literal;
use crate::import::LiteralKind;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Star;
use crate::import::go_methods;
use crate::import::literal_names;
use crate::import::literal_seconds;
use crate::import::literal_truth;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    // A list is read as what stands in its braces.
    let text = reader.text().replace("[]string{", "        {");
    let code = Code::new(&text, Comments::Slashes);
    let mut draft = Draft::default();
    for at in code.after("cors.Config") {
        let value = code.value(at);
        let LiteralKind::Table(fields) = &value.kind else { continue };
        reader.count();
        let rule = read(fields, at, &code, reader);
        draft.rules.push(rule);
    }
    draft.first_alone(
        "cors",
        "a policy is for one handler: import each from a file of its own",
        reader,
    );
    Ok(Read::Draft(draft))
}

fn read(fields: &[(String, Literal)], at: At, code: &Code, reader: &mut Reader<'_>) -> DraftRule {
    let mut rule = DraftRule { at, ..DraftRule::default() };
    let (mut methods, mut headers) = (Vec::new(), Vec::new());
    for (name, value) in fields {
        reader.count();
        let value = code.resolved(value);
        match name.as_str() {
            "Origins" => {
                rule.literal_origins(&value, |_| None, reader);
                for origin in &mut rule.origins {
                    *origin = origin.replacen("://*.", "://**.", 1);
                }
            }
            "Credentialed" => rule.credentials = literal_truth(&value, reader),
            "Methods" => methods = go_methods(&value, reader),
            "RequestHeaders" => headers = literal_names(&value, reader),
            "ResponseHeaders" => rule.expose_headers = literal_names(&value, reader),
            // -1 is never, 0 says nothing.
            "MaxAgeInSeconds" => match value.kind {
                LiteralKind::Number(0) => {}
                LiteralKind::Other(ref text) if text == "-1" => rule.max_age = Some(0),
                _ => rule.max_age = literal_seconds(&value, reader),
            },
            "DangerouslyTolerateInsecureOrigins"
            | "DangerouslyTolerateSubdomainsOfPublicSuffixes" => {}
            _ => reader.miss(value.at, name, "this field is not known"),
        }
    }
    let star = if rule.credentials { Star::Echoed } else { Star::Sent };
    rule.names(methods, headers, star, (at, "cors.Config"), reader);
    rule
}
