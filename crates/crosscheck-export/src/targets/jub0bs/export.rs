//! A whole policy for Go's `jub0bs/cors`: a middleware for each path.

use std::fmt::Write as _;

use crosscheck::server::Policy;
use crosscheck::server::Reach;

use crate::export::Ability;
use crate::export::AnyHeader;
use crate::export::ConfigFile;
use crate::export::CorsObject;
use crate::export::Effect;
use crate::export::Export;
use crate::export::LossKind;
use crate::export::Paths;
use crate::export::Spelled;
use crate::fix::patch::quoted;

const ABILITY: Ability = Ability {
    pattern: |pattern| {
        let own = if pattern.scheme == "https" { 443 } else { 80 };
        let port = match pattern.ports {
            (0 | 1, u16::MAX) => ":*".into(),
            (first, last) if first == last && first == own => String::new(),
            (first, last) if first == last => format!(":{first}"),
            _ => return Spelled::Not,
        };
        let spelled = |host: &str| format!("{}://{host}{}{port}", pattern.scheme, pattern.base);
        match &pattern.reach {
            Reach::Host => Spelled::Exactly(spelled("")),
            Reach::AnyDepth => Spelled::Exactly(spelled("*.")),
            Reach::OneLabel { .. } => Spelled::Wider(spelled("*.")),
            _ => Spelled::Not,
        }
    },
    exact: |origin| origin != "null" && !origin.starts_with("file:"),
    most_origins: usize::MAX,
    looks_through: false,
    method: |_| true,
    any_header: AnyHeader::Sent,
    credentials: true,
    everybodys_credentials: false,
    echoes: false,
    rules: false,
    paths: Paths::Prefixes,
    no_age: true,
    always: &[
        (
            LossKind::Methods,
            Effect::Narrower,
            "where no method and no header is listed, it refuses each preflight, that of an upload whose progress is \
             watched, too",
        ),
        (
            LossKind::Application,
            Effect::Wider,
            "what an application says of CORS is said in the place of it: take CORS out of it",
        ),
    ],
};

pub(crate) fn export(policy: &Policy) -> Export {
    let (paths, losses) = ABILITY.by_path(policy);
    let mut text = String::from(HEAD);
    // Go compiles no file that imports what it does not use.
    let says_any = paths.iter().any(|on| on.object.is_some());
    text += if says_any { "\nimport \"github.com/jub0bs/cors\"\n" } else { "" };
    for (number, on) in paths.iter().enumerate() {
        if let Some(object) = &on.object {
            let path = on.path();
            let _ = write!(
                text,
                "\n// CrosscheckCORS{number} is for {path} and what is below it, but for what has one of its own.\nfunc CrosscheckCORS{number}() \
                 (*cors.Middleware, error) {{\n\treturn cors.NewMiddleware({})\n}}\n",
                config(object, "\t")
            );
        }
    }
    let place = "go get github.com/jub0bs/cors; put it into your package, and the middleware's Wrap(mux) around the \
                 handlers of the path";
    Export { files: vec![ConfigFile::new("crosscheck_jub0bs_cors.go", place, text)], losses }
}

/// A `cors.Config`, whose lines begin so far in.
pub(super) fn config(object: &CorsObject, indent: &str) -> String {
    let mut text = String::from("cors.Config{\n");
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(text, "{indent}\t{name}: {value},");
    };
    let strings = |items: &[String]| format!("[]string{{{}}}", quoted(items));
    let origins: Vec<String> = object.origins.iter().chain(&object.patterns).cloned().collect();
    line("Origins", &strings(&origins));
    if object.credentials {
        line("Credentialed", "true");
    }
    line("Methods", &strings(&object.methods));
    if !object.request_headers.is_empty() {
        line("RequestHeaders", &strings(&object.request_headers));
    }
    if !object.expose_headers.is_empty() {
        line("ResponseHeaders", &strings(&object.expose_headers));
    }
    match object.max_age {
        None => {}
        // Its 0 says nothing.
        Some(0) => line("MaxAgeInSeconds", "-1"),
        Some(seconds) => line("MaxAgeInSeconds", &seconds.to_string()),
    }
    if object.credentials && origins.iter().any(|origin| is_insecure(origin)) {
        line("DangerouslyTolerateInsecureOrigins", "true");
    }
    text + indent + "}"
}

/// What it refuses beside credentials, unless told that it is meant.
fn is_insecure(origin: &str) -> bool {
    let (scheme, rest) = origin.split_once("://").unwrap_or(("https", origin));
    let host = match rest.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => host,
        _ => rest,
    };
    let is_loopback = host == "[::1]" || host.starts_with("127.");
    let is_local = host == "localhost" || host.ends_with(".localhost");
    scheme != "https" && !is_loopback && !is_local
}

const HEAD: &str =
    "// Written by `crosscheck export jub0bs`. It was not run there.\npackage main\n";
