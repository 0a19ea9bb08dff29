//! A whole policy for Laravel, as the settings of its own middleware.

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
use crate::export::origin_regex;

const ABILITY: Ability = Ability {
    pattern: |pattern| Spelled::Exactly(format!("#^{}$#D", origin_regex(pattern))),
    exact: |_| true,
    most_origins: usize::MAX,
    looks_through: true,
    method: |method| method.bytes().all(|byte| !byte.is_ascii_lowercase()),
    any_header: AnyHeader::Echoed,
    credentials: true,
    everybodys_credentials: true,
    echoes: false,
    rules: false,
    paths: Paths::None,
    no_age: true,
    always: &[
        (
            LossKind::UncheckedPreflight,
            Effect::NotByBrowsers,
            "every preflight is answered with 204 and the lists: browsers hold the request against them; one origin \
             alone is said to everybody, which browsers compare",
        ),
        (
            LossKind::Application,
            Effect::Wider,
            "what an application says of CORS to an origin that is not listed is sent on: take CORS out of it",
        ),
    ],
};

pub(crate) fn export(policy: &Policy) -> Export {
    let statements: Vec<PathStatement<'_>> = policy.statements().collect();
    let (objects, losses) = ABILITY.objects(&statements);
    let silent = CorsObject::default();
    let text = format!("{HEAD}{}", settings(objects.first().unwrap_or(&silent)));
    let place = "in the place of config/cors.php: php artisan config:clear";
    Export { files: vec![ConfigFile::new("cors.php", place, text)], losses }
}

/// What the file returns.
pub(super) fn settings(object: &CorsObject) -> String {
    let list = |name: &str, items: &[String]| {
        let items: Vec<String> = items.iter().map(|item| in_php(item)).collect();
        format!("    '{name}' => [{}],\n", items.join(", "))
    };
    let paths = if object.is_silent() { Vec::new() } else { vec!["*".to_owned()] };
    let age = object.max_age.map_or("null".into(), |seconds| seconds.to_string());
    [
        "return [\n".to_owned(),
        list("paths", &paths),
        list("allowed_methods", &object.methods),
        list("allowed_origins", &object.origins),
        list("allowed_origins_patterns", &object.patterns),
        list("allowed_headers", &object.request_headers),
        list("exposed_headers", &object.expose_headers),
        format!("    'max_age' => {age},\n"),
        format!("    'supports_credentials' => {},\n];\n", object.credentials),
    ]
    .concat()
}

/// A text in PHP, as it is.
fn in_php(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

const HEAD: &str = "<?php\n// Written by `crosscheck export laravel`. It was not run there.\n\n";
