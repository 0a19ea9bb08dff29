//! axum, with `tower-http`. A list of origins, never `Any` with credentials, which panics.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::patch::Fix;
use crate::fix::patch::header_names;
use crate::fix::patch::lines;
use crate::fix::patch::max_age;
use crate::fix::patch::methods;
use crate::fix::patch::quoted;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let names = quoted(header_names(grant));
    let parsed = |items: String, kind: &str| {
        format!("[{items}].map(|name| name.parse::<{kind}>().expect(\"a constant\"))")
    };
    let origins = parsed(quoted(&grant.origins_or_example()), "HeaderValue");
    let methods = parsed(quoted(&methods(grant)), "Method");
    let headers = parsed(names.clone(), "HeaderName");
    let exposed = parsed(quoted(&grant.expose), "HeaderName");
    let (has_age, age) =
        max_age(grant, |s| format!("    .max_age(std::time::Duration::from_secs({s}))"));
    let text = lines(&[
        (true, "let cors = CorsLayer::new()"),
        (grant.credentials, "    .allow_credentials(true)"),
        (grant.preflight.is_some(), &format!("    .allow_methods({methods})")),
        (!names.is_empty(), &format!("    .allow_headers({headers})")),
        (has_age, &age),
        (!grant.expose.is_empty(), &format!("    .expose_headers({exposed})")),
        (true, &format!("    .allow_origin({origins});")),
        (true, "let app = app.layer(cors);"),
    ]);
    Fix::of(
        &[("after every route and every other layer", text)],
        &["cargo add tower-http --features cors"],
    )
}
