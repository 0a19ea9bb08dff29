//! A whole policy for Apache APISIX: a route with the plugin `cors` for each path.

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
use crate::export::escape;
use crate::export::origin_regex;
use crate::export::quoted;

const ABILITY: Ability = Ability {
    pattern: |pattern| Spelled::Exactly(format!("^{}$", origin_regex(pattern))),
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
            LossKind::Application,
            Effect::Wider,
            "what an application says of CORS to an origin that is not listed is sent on: take CORS out of it",
        ),
    ],
};

pub(crate) fn export(policy: &Policy) -> Export {
    let (paths, losses) = ABILITY.by_path(policy);
    let mut text = String::from(HEAD);
    for (number, on) in paths.iter().enumerate() {
        let path = on.path();
        let paths = match path {
            "/" => "'/*'".to_owned(),
            _ => format!("{}, {}", quoted(path), quoted(&format!("{path}/*"))),
        };
        let _ = write!(text, "- id: api-{number}\n  uris: [{paths}]\n  upstream_id: api\n");
        if let Some(object) = &on.object {
            let _ = write!(text, "  plugins:\n    cors:\n{}", plugin(object, "      "));
        }
    }
    text += "#END\n";
    let place = "put its routes into apisix.yaml, or each by the Admin API, with your own upstream and hosts";
    Export { files: vec![ConfigFile::new("crosscheck-apisix.yaml", place, text)], losses }
}

/// The plugin's settings, so far in. What it takes for `*` where it is left out is written out.
pub(super) fn plugin(object: &CorsObject, indent: &str) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: &str| {
        let blank = if value.starts_with('\n') { "" } else { " " };
        let _ = writeln!(text, "{indent}{name}:{blank}{value}");
    };
    if object.is_for_everybody() {
        line("allow_origins", if object.credentials { "'**'" } else { "'*'" });
    } else if takes_expressions(object) {
        // One list or the other is looked at; `Vary` is said where this one is not everybody's.
        line("allow_origins", "'https://none.invalid'");
        let exact = object.origins.iter().map(|origin| format!("^{}$", escape(origin)));
        let regexes: Vec<String> = exact.chain(object.patterns.iter().cloned()).collect();
        let items: String =
            regexes.iter().map(|regex| format!("\n{indent}- {}", quoted(regex))).collect();
        line("allow_origins_by_regex", &items);
    } else {
        line("allow_origins", &quoted(&object.origins.join(",")));
    }
    line("allow_credential", if object.credentials { "true" } else { "false" });
    line("allow_methods", &quoted(&object.methods.join(",")));
    let headers = match object.request_headers.as_slice() {
        [] => "accept".to_owned(),
        names => names.join(","),
    };
    line("allow_headers", &quoted(&headers));
    line("expose_headers", &quoted(&object.expose_headers.join(",")));
    if let Some(seconds) = object.max_age {
        line("max_age", &seconds.to_string());
    }
    text
}

/// Whether its origins are no plain list for APISIX: letters, `://` and what is no comma.
fn takes_expressions(object: &CorsObject) -> bool {
    let is_plain = |origin: &String| {
        origin.split_once("://").is_some_and(|(scheme, host)| {
            !host.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
    };
    let is_list = object.patterns.is_empty() && object.origins.iter().all(is_plain);
    !object.is_for_everybody() && !is_list
}

const HEAD: &str = "# Written by `crosscheck export apisix`. It was not run there. It needs APISIX 3.3 or later.\nroutes:\n";
