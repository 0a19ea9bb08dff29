//! A whole policy for Azure Storage: one rule, in the resource of a service.

use crosscheck::server::PathStatement;
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
use crate::export::in_json;

const ABILITY: Ability = Ability {
    pattern: |_| Spelled::Not,
    exact: |origin| origin.len() <= 256,
    most_origins: 64,
    looks_through: false,
    method: |method| METHODS.contains(&method),
    any_header: AnyHeader::Echoed,
    credentials: true,
    everybodys_credentials: false,
    echoes: false,
    // A request goes on to the next rule where one does not allow its method.
    rules: false,
    paths: Paths::None,
    no_age: true,
    always: &[(
        LossKind::Credentials,
        Effect::NotByBrowsers,
        "it lets credentials pass for every origin that is named, and looks at none itself",
    )],
};

const METHODS: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "MERGE"];

pub(crate) fn export(policy: &Policy) -> Export {
    let statements: Vec<PathStatement<'_>> = policy.statements().collect();
    let (objects, losses) = ABILITY.objects(&statements);
    let rules: String = objects.iter().filter(|object| !object.is_silent()).map(rule).collect();
    let text = format!(
        "{{\n  \"properties\": {{\n    \"cors\": {{\n      \"corsRules\": [{rules}]\n    }}\n  }}\n}}\n"
    );
    let place = "az rest --method put --body @cors.json --url the URL of your account's blobServices/default";
    Export { files: vec![ConfigFile::new("cors.json", place, text)], losses }
}

/// One of `corsRules`. Every field must be there.
pub(super) fn rule(object: &CorsObject) -> String {
    let methods = match object.methods.is_empty() {
        true => METHODS.map(String::from).into(),
        false => object.methods.clone(),
    };
    format!(
        "{{\n        \"allowedOrigins\": {},\n        \"allowedMethods\": {},\n        \"allowedHeaders\": {},\n        \
         \"exposedHeaders\": {},\n        \"maxAgeInSeconds\": {}\n      }}",
        in_json(&object.origins),
        in_json(&methods),
        in_json(&object.request_headers),
        in_json(&object.expose_headers),
        object.max_age.unwrap_or(5)
    )
}
