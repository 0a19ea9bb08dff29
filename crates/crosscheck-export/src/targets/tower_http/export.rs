//! A whole policy for tower-http: a `CorsLayer` for each path, to be put on the router of that path.

use std::fmt::Write as _;

use crosscheck::server::Policy;

use crate::export::Ability;
use crate::export::AnyHeader;
use crate::export::ConfigFile;
use crate::export::CorsObject;
use crate::export::Effect;
use crate::export::Export;
use crate::export::LossKind;
use crate::export::Paths;
use crate::export::Spelled;
use crate::export::origin_regex;
use crate::fix::patch::quoted;

const ABILITY: Ability = Ability {
    pattern: |pattern| Spelled::Exactly(origin_regex(pattern)),
    exact: |_| true,
    most_origins: usize::MAX,
    looks_through: true,
    method: |_| true,
    any_header: AnyHeader::Sent,
    credentials: true,
    everybodys_credentials: true,
    echoes: false,
    rules: false,
    paths: Paths::Prefixes,
    no_age: true,
    always: &[
        (
            LossKind::UncheckedPreflight,
            Effect::Narrower,
            "every OPTIONS is answered with 200 and the lists, that of a page itself, too, which does not reach the \
             application; browsers hold what they ask for against them",
        ),
        (
            LossKind::Credentials,
            Effect::NotByBrowsers,
            "that credentials may pass, and which headers may be read, is said to everybody: browsers look at the \
             origin first",
        ),
        (
            LossKind::Application,
            Effect::Wider,
            "what an application says of CORS to an origin that is not listed is sent on: take CORS out of it",
        ),
    ],
};

pub(crate) fn export(policy: &Policy) -> Export {
    let (paths, losses) = ABILITY.by_path(policy);
    let mut text = String::from(HEAD);
    let silent = CorsObject::default();
    for (number, on) in paths.iter().enumerate() {
        if !on.is_left() {
            text += &layer(on.object.as_ref().unwrap_or(&silent), number, on.path());
        }
    }
    let place = "cargo add http regex, and tower-http with its feature `cors`; then each layer on the router of its path";
    Export { files: vec![ConfigFile::new("crosscheck_layers.rs", place, text)], losses }
}

fn layer(object: &CorsObject, number: usize, path: &str) -> String {
    let parsed = |items: &[String], kind: &str| {
        let items = quoted(items);
        format!("[{items}].map(|name| name.parse::<{kind}>().expect(\"it is one\"))")
    };
    let origins = parsed(&object.origins, "http::HeaderValue");
    let mut text = format!(
        "\n/// For `{path}` and what is below it, but for what has one of its own.\npub fn cors_{number}() -> tower_http::cors::CorsLayer {{\n"
    );
    if object.is_silent() {
        return text + "    tower_http::cors::CorsLayer::new()\n}\n";
    }
    let origin = match (object.is_for_everybody(), object.credentials, object.patterns.is_empty()) {
        (true, false, _) => "tower_http::cors::Any".to_owned(),
        (true, true, _) => "tower_http::cors::AllowOrigin::mirror_request()".to_owned(),
        (false, _, true) => origins,
        (false, _, false) => {
            let listed = quoted(&object.origins);
            let regex = object.patterns.join("|");
            let _ = write!(
                text,
                "    let listed: &[&str] = &[{listed}];\n    let patterns = regex::bytes::Regex::new(\n        \
                 r\"^(?:{regex})$\",\n    )\n    .expect(\"it is one\");\n    let allows = move |origin: \
                 &http::HeaderValue, _: &http::request::Parts| {{\n        listed.iter().any(|known| origin == known) \
                 || patterns.is_match(origin.as_bytes())\n    }};\n"
            );
            "tower_http::cors::AllowOrigin::predicate(allows)".to_owned()
        }
    };
    let _ =
        write!(text, "    tower_http::cors::CorsLayer::new()\n        .allow_origin({origin})\n");
    if object.credentials {
        text += "        .allow_credentials(true)\n";
    }
    match object.permits_any_method() {
        true => text += "        .allow_methods(tower_http::cors::Any)\n",
        false => {
            let methods = parsed(&object.methods, "http::Method");
            let _ = writeln!(text, "        .allow_methods({methods})");
        }
    }
    for (call, names) in
        [("allow_headers", &object.request_headers), ("expose_headers", &object.expose_headers)]
    {
        match names.as_slice() {
            [] => {}
            [any] if any == "*" => {
                let _ = writeln!(text, "        .{call}(tower_http::cors::Any)");
            }
            names => {
                let names = parsed(names, "http::HeaderName");
                let _ = writeln!(text, "        .{call}({names})");
            }
        }
    }
    if let Some(seconds) = object.max_age {
        let _ = writeln!(text, "        .max_age(std::time::Duration::from_secs({seconds}))");
    }
    text + "}\n"
}

const HEAD: &str = "// Written by `crosscheck export tower-http`.\n";
