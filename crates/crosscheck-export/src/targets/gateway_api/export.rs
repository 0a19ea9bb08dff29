//! A whole policy for the Gateway API: an HTTPRoute with a filter `CORS` for each path.

use crosscheck::server::Policy;
use crosscheck::server::Reach;

use crate::export::Ability;
use crate::export::AnyHeader;
use crate::export::ConfigFile;
use crate::export::Effect;
use crate::export::Export;
use crate::export::LossKind;
use crate::export::Paths;
use crate::export::Spelled;
use crate::export::in_yaml;
use crate::export::quoted;
use crate::fix::names::GATEWAY_API;

const ABILITY: Ability = Ability {
    pattern: |pattern| {
        let is_web = ["http", "https"].contains(&pattern.scheme.as_str());
        let own = if pattern.scheme == "https" { 443 } else { 80 };
        let port = match pattern.ports {
            (first, last) if first == last && first == own => String::new(),
            (first, last) if first == last => format!(":{first}"),
            _ => return Spelled::Not,
        };
        let spelled = format!("{}://*.{}{port}", pattern.scheme, pattern.base);
        match &pattern.reach {
            _ if !is_web => Spelled::Not,
            Reach::AnyDepth => Spelled::Exactly(spelled),
            Reach::OneLabel { .. } => Spelled::Wider(spelled),
            _ => Spelled::Not,
        }
    },
    // It takes no address in brackets.
    exact: |origin| origin.starts_with("http") && origin.contains("://") && !origin.contains('['),
    most_origins: 64,
    looks_through: false,
    method: |method| METHODS.contains(&method),
    any_header: AnyHeader::Echoed,
    credentials: true,
    everybodys_credentials: true,
    echoes: true,
    rules: false,
    paths: Paths::Prefixes,
    no_age: false,
    always: &[
        (
            LossKind::UncheckedPreflight,
            Effect::NotByBrowsers,
            "what a preflight asks for need not be checked: browsers hold the request against the lists",
        ),
        (
            LossKind::Application,
            Effect::Wider,
            "what an application says of CORS to an origin that is not listed may be sent on: take CORS out of it",
        ),
        (
            LossKind::OwnAnswers,
            Effect::Narrower,
            "errors that the gateway makes itself may lack the headers: look with `crosscheck check`",
        ),
    ],
};

/// `*` alone is every method.
const METHODS: [&str; 10] =
    ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "*"];

pub(crate) fn export(policy: &Policy) -> Export {
    let (paths, losses) = ABILITY.by_path(policy);
    let mut text = String::from(HEAD);
    for on in &paths {
        text += &format!(
            "  - matches:\n    - path:\n        type: PathPrefix\n        value: {}\n",
            quoted(on.path())
        );
        if let Some(object) = &on.object {
            text += "    filters:\n    - type: CORS\n      cors:\n";
            text += &in_yaml(object, "        ", GATEWAY_API, None);
            text += "    - type: ResponseHeaderModifier\n      responseHeaderModifier:\n        add:\n        \
                     - name: Vary\n          value: Origin\n";
        }
        text += "    backendRefs:\n    - name: api\n      port: 80\n";
    }
    let place = "kubectl apply -f it, with your own names, gateway, hosts and services";
    Export { files: vec![ConfigFile::new("crosscheck-http-route.yaml", place, text)], losses }
}

const HEAD: &str = "# Written by `crosscheck export gateway-api`. It was not run there. It needs the Gateway API 1.5 \
                    and a\n# controller that has HTTPRouteCORS.\napiVersion: gateway.networking.k8s.io/v1\nkind: \
                    HTTPRoute\nmetadata:\n  name: api\nspec:\n  parentRefs:\n  - name: gateway\n  hostnames:\n  - \
                    api.example.com\n  rules:\n";
