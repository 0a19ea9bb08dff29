//! actix-web, with `actix-cors`.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::patch::Fix;
use crate::fix::patch::header_names;
use crate::fix::patch::lines;
use crate::fix::patch::max_age;
use crate::fix::patch::methods;
use crate::fix::patch::quoted;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let names = quoted(header_names(grant));
    let exposed = quoted(&grant.expose);
    let origins = grant.origins_or_example();
    let origins = origins.iter().map(|origin| format!("    .allowed_origin(\"{origin}\")"));
    let origins = origins.collect::<Vec<_>>().join("\n");
    let (has_age, age) = max_age(grant, |s| format!("    .max_age({s})"));
    let text = lines(&[
        (true, "let cors = Cors::default()"),
        (grant.credentials, "    .supports_credentials()"),
        (true, &format!("    .allowed_methods([{}])", quoted(&methods(grant)))),
        (!names.is_empty(), &format!("    .allowed_headers([{names}])")),
        (has_age, &age),
        (!grant.expose.is_empty(), &format!("    .expose_headers([{exposed}])")),
        (true, &format!("{origins};")),
        (true, "App::new().wrap(cors)"),
    ]);
    Fix::of(&[("as the last wrap, which runs first", text)], &["cargo add actix-cors"])
}
