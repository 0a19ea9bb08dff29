//! Go, with `rs/cors`.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::patch::Fix;
use crate::fix::patch::header_names;
use crate::fix::patch::lines;
use crate::fix::patch::max_age;
use crate::fix::patch::methods;
use crate::fix::patch::quoted;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let names = quoted(header_names(grant));
    let list = |items: String| format!("[]string{{{items}}},");
    let origin = quoted(&grant.origins_or_example());
    let exposed = list(quoted(&grant.expose));
    let (has_age, age) = max_age(grant, |s| format!("\tMaxAge: {s},"));
    let text = lines(&[
        (true, "handler := cors.New(cors.Options{"),
        (true, &format!("\tAllowedOrigins: {}", list(origin))),
        (grant.credentials, "\tAllowCredentials: true,"),
        (
            grant.preflight.is_some(),
            &format!("\tAllowedMethods: {}", list(quoted(&methods(grant)))),
        ),
        (!names.is_empty(), &format!("\tAllowedHeaders: {}", list(names.clone()))),
        (has_age, &age),
        (!grant.expose.is_empty(), &format!("\tExposedHeaders: {exposed}")),
        (true, "}).Handler(mux)"),
    ]);
    Fix::of(
        &[("around the mux, outside of what asks for a sign-in", text)],
        &["go get github.com/rs/cors"],
    )
}
