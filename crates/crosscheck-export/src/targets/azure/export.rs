//! A whole policy for Azure Storage: one rule, in the resource of a service.

use crosscheck::server::PathStatement;
use crosscheck::server::Policy;

use crate::export::Ability;
use crate::export::AnyHeader;
use crate::export::ConfigFile;
use crate::export::CorsObject;
use crate::export::Effect;
use crate::export::Export;
use crate::export::Loss;
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
    always: &[
        (
            LossKind::UncheckedPreflight,
            Effect::Narrower,
            "an `OPTIONS` that a page sends by itself is refused with 400",
        ),
        (
            LossKind::Vary,
            Effect::Narrower,
            "a request without an `Origin` may be answered without `Vary`: a cache must have `Origin` in its key",
        ),
    ],
};

const METHODS: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "MERGE"];

pub(crate) fn export(policy: &Policy) -> Export {
    let statements: Vec<PathStatement<'_>> = policy.statements().collect();
    let (mut objects, mut losses) = ABILITY.objects(&statements);
    for object in &mut objects {
        if keep_short(object) {
            let text = "it takes rules of two KiB together: the last origins are refused";
            losses.push(Loss::new(LossKind::Origins, Effect::Narrower, text));
        }
        if object.methods.iter().any(|method| ["PATCH", "MERGE"].contains(&method.as_str())) {
            let text =
                "it compares methods whatever their case: `patch` is let through with `PATCH`";
            losses.push(Loss::new(LossKind::Methods, Effect::Wider, text));
        }
        if !object.is_silent() && !object.credentials {
            let text = "it says to every origin that is named that credentials may pass, and in preflights to everybody; \
                        it looks at none itself";
            losses.push(Loss::new(LossKind::Credentials, Effect::Wider, text));
        }
    }
    let rules: String = objects.iter().filter(|object| !object.is_silent()).map(rule).collect();
    let text = format!(
        "{{\n  \"properties\": {{\n    \"cors\": {{\n      \"corsRules\": [{rules}]\n    }}\n  }}\n}}\n"
    );
    let place = "az rest --method put --body @cors.json --url the URL of your account's blobServices/default";
    Export { files: vec![ConfigFile::new("cors.json", place, text)], losses }
}

/// Leaves origins out until the rule is as short as it must be, its brackets aside; whether any were.
fn keep_short(object: &mut CorsObject) -> bool {
    let before = object.origins.len();
    let lists = [&object.methods, &object.request_headers, &object.expose_headers];
    let mut length: usize = lists.into_iter().flatten().map(|item| item.len() + 1).sum();
    object.origins.retain(|origin| {
        length += origin.len() + 1;
        length <= MOST_BYTES
    });
    object.origins.len() < before
}

/// Three quarters of what a service takes, for what is counted beside the texts is not documented.
const MOST_BYTES: usize = 1_536;

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
