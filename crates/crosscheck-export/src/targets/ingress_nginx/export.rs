//! A whole policy for ingress-nginx: an Ingress with annotations for each path.

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
use crate::export::quoted;

const ABILITY: Ability = Ability {
    pattern: |pattern| {
        let own = if pattern.scheme == "https" { 443 } else { 80 };
        let port = match pattern.ports {
            (first, last) if first == last && first == own => String::new(),
            (first, last) if first == last => format!(":{first}"),
            _ => return Spelled::Not,
        };
        match &pattern.reach {
            Reach::OneLabel { prefix, suffix } if prefix.is_empty() && suffix.is_empty() => {
                Spelled::Exactly(format!("{}://*.{}{port}", pattern.scheme, pattern.base))
            }
            _ => Spelled::Not,
        }
    },
    exact: |origin| origin.contains("://") && !origin.contains('[') && origin != "file://",
    most_origins: usize::MAX,
    looks_through: true,
    method: |method| method.bytes().all(|byte| byte.is_ascii_alphabetic()),
    any_header: AnyHeader::Unsaid,
    credentials: true,
    everybodys_credentials: false,
    echoes: false,
    rules: false,
    paths: Paths::Prefixes,
    no_age: true,
    always: &[
        (
            LossKind::UncheckedPreflight,
            Effect::NotByBrowsers,
            "every preflight is answered with 204 and the lists: browsers hold the request against them",
        ),
        (
            LossKind::Vary,
            Effect::Wider,
            "it says no `Vary: Origin`: let the application say it, or no cache may keep the answers",
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
    let mut text = String::from(WRITTEN_BY);
    for (number, on) in paths.iter().enumerate() {
        let _ = write!(
            text,
            "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: api-{number}\n{}spec:\n  \
             ingressClassName: nginx\n  rules:\n  - host: api.example.com\n    http:\n      paths:\n      - path: \
             {}\n        pathType: Prefix\n        backend:\n          service: {{ name: api, port: {{ number: 80 \
             }} }}\n",
            on.object.as_ref().map(annotations).unwrap_or_default(),
            quoted(on.path())
        );
    }
    let place = "kubectl apply -f it, with your own names, hosts and services";
    Export { files: vec![ConfigFile::new("crosscheck-ingress.yaml", place, text)], losses }
}

fn annotations(object: &CorsObject) -> String {
    let origins: Vec<String> = object.origins.iter().chain(&object.patterns).cloned().collect();
    let credentials = if object.credentials { "true" } else { "false" };
    let mut text = String::from("  annotations:\n");
    let mut line = |name: &str, value: &str| {
        let value = quoted(value);
        let _ = writeln!(text, "    nginx.ingress.kubernetes.io/{name}: {value}");
    };
    line("enable-cors", "true");
    line("cors-allow-origin", &origins.join(", "));
    line("cors-allow-credentials", credentials);
    let methods = match object.methods.is_empty() {
        true => "GET, HEAD, POST, PUT, PATCH, DELETE".into(),
        false => object.methods.join(", "),
    };
    line("cors-allow-methods", &methods);
    // Without the line it allows a list of its own.
    let names = match object.request_headers.is_empty() {
        true => "Accept".into(),
        false => object.request_headers.join(", "),
    };
    line("cors-allow-headers", &names);
    if !object.expose_headers.is_empty() {
        line("cors-expose-headers", &object.expose_headers.join(", "));
    }
    // Without the line it is twenty days.
    line("cors-max-age", &object.max_age.unwrap_or(5).to_string());
    text
}

const WRITTEN_BY: &str = "# Written by `crosscheck export ingress-nginx`. It was not run there.\n";
