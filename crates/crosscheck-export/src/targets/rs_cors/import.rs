//! Go's `rs/cors`: `cors.Options`, `cors.Default` and `cors.AllowAll`.
//!
//! A `*` within an origin stands for any text. Names are compared whatever their case; `*` of headers is answered with
//! what was asked for, and a `*` of origins is sent beside credentials, which browsers refuse.

use crate::import::At;
use crate::import::Checked;
use crate::import::Code;
use crate::import::Comments;
use crate::import::Draft;
use crate::import::DraftRule;
use crate::import::Literal;
use crate::import::LiteralKind;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Star;
use crate::import::any_text;
use crate::import::go_methods;
use crate::import::literal_names;
use crate::import::literal_seconds;
use crate::import::literal_truth;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    // A list is read as what stands in its braces.
    let text = reader.text().replace("[]string{", "        {");
    let code = Code::new(&text, Comments::Slashes);
    let mut draft = Draft::default();
    for at in code.after("cors.Options") {
        let value = code.value(at);
        let LiteralKind::Table(options) = &value.kind else { continue };
        reader.count();
        let rule = read(options, at, &code, reader);
        draft.rules.push(rule);
    }
    for (call, methods) in
        [("cors.Default", &[][..]), ("cors.AllowAll", &["PUT", "PATCH", "DELETE"][..])]
    {
        for at in code.after(call) {
            reader.count();
            let mut rule = DraftRule { at, origins: vec!["*".into()], ..DraftRule::default() };
            let is_open = call == "cors.AllowAll";
            let headers = if is_open { "*" } else { "content-type" };
            let methods = methods.iter().map(|name| (*name).to_owned()).collect();
            rule.names(methods, vec![headers.to_owned()], Star::Echoed, (at, call), reader);
            draft.rules.push(rule);
        }
    }
    draft.first_alone(
        "cors",
        "a policy is for one handler: import each from a file of its own",
        reader,
    );
    Ok(Read::Draft(draft))
}

fn read(options: &[(String, Literal)], at: At, code: &Code, reader: &mut Reader<'_>) -> DraftRule {
    let mut rule = DraftRule { at, ..DraftRule::default() };
    let (mut methods, mut headers) = (Vec::new(), Vec::new());
    let mut is_asked = false;
    let mut by_function = DraftRule::default();
    for (name, value) in options {
        reader.count();
        let value = code.resolved(value);
        match name.as_str() {
            "AllowedOrigins" => rule.literal_origins(&value, |text| any_text(text, true), reader),
            "AllowedMethods" => {
                methods = go_methods(&value, reader);
                reader.left_out(&methods, Checked::Everything, (value.at, name));
            }
            "AllowedHeaders" => headers = literal_names(&value, reader),
            "ExposedHeaders" => rule.expose_headers = literal_names(&value, reader),
            "AllowCredentials" => rule.credentials = literal_truth(&value, reader),
            "MaxAge" => rule.max_age = literal_seconds(&value, reader),
            "AllowOriginFunc" | "AllowOriginRequestFunc" | "AllowOriginVaryRequestFunc" => {
                is_asked = true;
                if !by_function.origins_by_function(&value, reader) {
                    reader.miss(value.at, name, crate::import::NO_LITERAL);
                }
            }
            "Debug" | "Logger" | "OptionsPassthrough" | "OptionsSuccessStatus" => {}
            _ => reader.miss(value.at, name, "this option is not known"),
        }
    }
    let is_given =
        |wanted: &str| options.iter().any(|(name, list)| name == wanted && !is_empty(list));
    // Nobody listed is everybody; a function is asked in the place of a list.
    match is_asked {
        true => {
            rule.origins = by_function.origins;
            rule.witnesses = by_function.witnesses;
        }
        false => {
            if !is_given("AllowedOrigins") {
                rule.origins.push("*".into());
            }
            rule.star_beside_credentials(at, "cors", reader);
        }
    }
    if !is_given("AllowedHeaders") {
        headers = ["accept", "content-type", "x-requested-with"].map(String::from).into();
    }
    rule.names(methods, headers, Star::Echoed, (at, "AllowedHeaders"), reader);
    rule
}

/// Whether it is a list with nothing in it, which the package takes for none.
fn is_empty(list: &Literal) -> bool {
    match &list.kind {
        LiteralKind::Table(items) => items.is_empty(),
        LiteralKind::List(items) => items.is_empty(),
        LiteralKind::Other(name) => name == "nil",
        _ => false,
    }
}
