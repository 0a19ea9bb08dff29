//! A whole policy for Amazon S3: a rule for each rule, of which the first that fits answers.

use crosscheck::server::PathStatement;
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
use crate::export::in_json;

const ABILITY: Ability = Ability {
    pattern: |pattern| {
        let own = if pattern.scheme == "https" { 443 } else { 80 };
        let port = match pattern.ports {
            (first, last) if first == last && first == own => String::new(),
            (first, last) if first == last => format!(":{first}"),
            _ => return Spelled::Not,
        };
        let spelled =
            |before: &str| format!("{}://{before}.{}{port}", pattern.scheme, pattern.base);
        match &pattern.reach {
            Reach::AnyDepth => Spelled::Exactly(spelled("*")),
            Reach::OneLabel { prefix, suffix } => {
                Spelled::Wider(spelled(&format!("{prefix}*{suffix}")))
            }
            _ => Spelled::Not,
        }
    },
    exact: |_| true,
    most_origins: 100,
    looks_through: false,
    method: |method| KNOWN.contains(&method),
    any_header: AnyHeader::Echoed,
    credentials: true,
    everybodys_credentials: false,
    echoes: false,
    rules: true,
    paths: Paths::None,
    no_age: true,
    always: &[
        (
            LossKind::Credentials,
            Effect::NotByBrowsers,
            "it lets credentials pass for every origin that is named, and looks at none itself",
        ),
        (
            LossKind::Vary,
            Effect::Narrower,
            "an answer to a request without `Origin` says no `Vary`: a cache that keeps it hands it to pages, which may \
             not read it then; load images with `crossorigin` everywhere",
        ),
    ],
};

const KNOWN: [&str; 5] = ["GET", "HEAD", "POST", "PUT", "DELETE"];

pub(crate) fn export(policy: &Policy) -> Export {
    in_json_of_s3(
        policy,
        &ABILITY,
        "aws s3api put-bucket-cors --bucket BUCKET --cors-configuration file://cors.json",
    )
}

/// The rules, in the language that others speak, too.
pub(crate) fn in_json_of_s3(policy: &Policy, ability: &Ability, place: &'static str) -> Export {
    let statements: Vec<PathStatement<'_>> = policy.statements().collect();
    let (objects, losses) = ability.objects(&statements);
    let rules: Vec<String> = objects
        .iter()
        .filter(|object| !object.is_silent())
        .map(|object| {
            let origins: Vec<String> =
                object.origins.iter().chain(&object.patterns).cloned().collect();
            let methods: Vec<String> = match object.methods.is_empty() {
                true => KNOWN.map(String::from).into(),
                false => object.methods.clone(),
            };
            let age = object.max_age.map(|seconds| format!(",\n      \"MaxAgeSeconds\": {seconds}"));
            format!(
                "    {{\n      \"AllowedOrigins\": {},\n      \"AllowedMethods\": {},\n      \"AllowedHeaders\": \
                 {},\n      \"ExposeHeaders\": {}{}\n    }}",
                in_json(&origins),
                in_json(&methods),
                in_json(&object.request_headers),
                in_json(&object.expose_headers),
                age.unwrap_or_default()
            )
        })
        .collect();
    let text = format!("{{\n  \"CORSRules\": [\n{}\n  ]\n}}\n", rules.join(",\n"));
    Export { files: vec![ConfigFile::new("cors.json", place, text)], losses }
}
