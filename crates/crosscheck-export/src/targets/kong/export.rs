//! A whole policy for Kong: a route with the plugin `cors` for each path.

use std::fmt::Write as _;

use crosscheck::server::Policy;

use crate::export::Ability;
use crate::export::AnyHeader;
use crate::export::ConfigFile;
use crate::export::Effect;
use crate::export::Export;
use crate::export::LossKind;
use crate::export::Paths;
use crate::export::Spelled;
use crate::export::escape;
use crate::export::in_yaml;
use crate::export::origin_regex;
use crate::export::quoted;
use crate::fix::names::KONG;

const ABILITY: Ability = Ability {
    pattern: |pattern| Spelled::Exactly(format!("^{}$", origin_regex(pattern))),
    exact: |origin| origin.contains("://"),
    most_origins: usize::MAX,
    looks_through: true,
    method: |method| METHODS.contains(&method),
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
            Effect::NotByBrowsers,
            "every preflight is answered with 200 and the lists: browsers hold the request against them; one origin \
             alone is said to everybody, which browsers compare",
        ),
        (
            LossKind::Application,
            Effect::Wider,
            "what an application says of CORS to an origin that is not listed is sent on: take CORS out of it",
        ),
    ],
};

/// What the plugin's schema takes; where every method may be used, it gets the first seven.
const METHODS: [&str; 9] =
    ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS", "TRACE", "CONNECT"];

pub(crate) fn export(policy: &Policy) -> Export {
    let (paths, losses) = ABILITY.by_path(policy);
    let mut text = String::from(HEAD);
    for (number, on) in paths.into_iter().enumerate() {
        // A path is what others begin with, `/apis` too; behind `~` it is an expression.
        let paths = match on.path() {
            "/" => "    - '/'\n".to_owned(),
            path => {
                let exact = quoted(&format!("~{}$", escape(path)));
                format!("    - {exact}\n    - {}\n", quoted(&format!("{path}/")))
            }
        };
        let _ = write!(text, "  - name: api-{number}\n    paths:\n{paths}    strip_path: false\n");
        let Some(mut object) = on.object else { continue };
        for origin in &mut object.origins {
            // What has another letter is taken for an expression.
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b".:/-*".contains(&byte);
            if !origin.bytes().all(is_plain) {
                *origin = format!("^{}$", escape(origin));
            }
        }
        if object.methods.is_empty() {
            object.methods = METHODS[..7].iter().map(|method| (*method).to_owned()).collect();
        }
        if object.request_headers.is_empty() {
            // Where none is named, every one is allowed.
            object.request_headers.push("Accept".into());
        }
        text += "    plugins:\n    - name: cors\n      config:\n";
        text += &in_yaml(&object, "        ", KONG, None);
        if !object.credentials {
            text += "        credentials: false\n";
        }
        text += "        preflight_continue: false\n";
    }
    let place = "put its service into kong.yaml, with your own URL and hosts";
    Export { files: vec![ConfigFile::new("crosscheck-kong.yaml", place, text)], losses }
}

const HEAD: &str = "# Written by `crosscheck export kong`. It was not run there.\n_format_version: '3.0'\nservices:\n- \
                    name: api\n  url: http://api.example.com\n  routes:\n";
