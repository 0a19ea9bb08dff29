//! A whole policy for an HTTP API of Amazon API Gateway, as a template of CloudFormation.

use std::fmt::Write as _;

use crosscheck::server::PathStatement;
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
    // `https://*` is every origin of that scheme, its ports, too.
    pattern: |pattern| match (&pattern.reach, pattern.scheme.as_str(), pattern.ports) {
        (Reach::AnyHost, scheme @ ("http" | "https"), (0 | 1, u16::MAX)) => {
            Spelled::Exactly(format!("{scheme}://*"))
        }
        (Reach::AnyHost, scheme @ ("http" | "https"), _) => Spelled::Wider(format!("{scheme}://*")),
        _ => Spelled::Not,
    },
    exact: |origin| origin.starts_with("http"),
    most_origins: usize::MAX,
    looks_through: false,
    method: |method| METHODS.contains(&method),
    any_header: AnyHeader::Sent,
    credentials: true,
    everybodys_credentials: false,
    echoes: false,
    rules: false,
    paths: Paths::None,
    no_age: false,
    always: &[
        (
            LossKind::UncheckedPreflight,
            Effect::NotByBrowsers,
            "every preflight is answered with 204 and the lists: browsers hold the request against them",
        ),
        (
            LossKind::Vary,
            Effect::Wider,
            "what it says of `Vary` is not documented: see that a cache in front has `Origin` in its key",
        ),
    ],
};

/// `*` alone is every method.
const METHODS: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "*"];

pub(crate) fn export(policy: &Policy) -> Export {
    let statements: Vec<PathStatement<'_>> = policy.statements().collect();
    let (objects, losses) = ABILITY.objects(&statements);
    let mut text = String::from(HEAD);
    if let Some(object) = objects.first().filter(|object| !object.is_silent()) {
        let _ = write!(text, "      CorsConfiguration:\n{}", configuration(object, "        "));
    }
    let place = "put CorsConfiguration into your API's resource: aws cloudformation deploy";
    Export { files: vec![ConfigFile::new("crosscheck-api.yaml", place, text)], losses }
}

/// The fields of a `CorsConfiguration`, so far in.
pub(super) fn configuration(object: &CorsObject, indent: &str) -> String {
    let mut text = String::new();
    let mut list = |name: &str, items: &[String]| {
        if !items.is_empty() {
            let _ = writeln!(text, "{indent}{name}:");
            items.iter().for_each(|item| {
                let _ = writeln!(text, "{indent}- {}", quoted(item));
            });
        }
    };
    let origins: Vec<String> = object.origins.iter().chain(&object.patterns).cloned().collect();
    list("AllowOrigins", &origins);
    list("AllowMethods", &object.methods);
    list("AllowHeaders", &object.request_headers);
    list("ExposeHeaders", &object.expose_headers);
    if object.credentials {
        let _ = writeln!(text, "{indent}AllowCredentials: true");
    }
    if let Some(seconds) = object.max_age {
        let _ = writeln!(text, "{indent}MaxAge: {seconds}");
    }
    text
}

const HEAD: &str = "# Written by `crosscheck export api-gateway`. It was not run there.\nResources:\n  Api:\n    \
                    Type: AWS::ApiGatewayV2::Api\n    Properties:\n      Name: api\n      ProtocolType: HTTP\n";
