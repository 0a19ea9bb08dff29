//! A whole policy for Google Cloud Storage: an entry for each rule.

use crosscheck::server::PathStatement;
use crosscheck::server::Policy;

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
    pattern: |_| Spelled::Not,
    exact: |_| true,
    most_origins: usize::MAX,
    looks_through: false,
    method: |_| true,
    any_header: AnyHeader::Echoed,
    credentials: false,
    everybodys_credentials: false,
    echoes: false,
    rules: true,
    paths: Paths::None,
    no_age: true,
    always: &[(
        LossKind::OtherHeaders,
        Effect::Wider,
        "one list is for the headers of requests and of answers: what may be sent may be read, too",
    )],
};

pub(crate) fn export(policy: &Policy) -> Export {
    let statements: Vec<PathStatement<'_>> = policy.statements().collect();
    let (objects, losses) = ABILITY.objects(&statements);
    let entries: Vec<String> = objects
        .iter()
        .filter(|object| !object.is_silent())
        .map(|object| {
            let names: Vec<String> =
                object.request_headers.iter().chain(&object.expose_headers).cloned().collect();
            let age = object.max_age.map(|seconds| format!(",\n    \"maxAgeSeconds\": {seconds}"));
            format!(
                "  {{\n    \"origin\": {},\n    \"method\": {},\n    \"responseHeader\": {}{}\n  }}",
                in_json(&object.origins),
                in_json(&object.methods),
                in_json(&names),
                age.unwrap_or_default()
            )
        })
        .collect();
    let text = format!("[\n{}\n]\n", entries.join(",\n"));
    let place = "gcloud storage buckets update gs://BUCKET --cors-file=cors.json";
    Export { files: vec![ConfigFile::new("cors.json", place, text)], losses }
}
