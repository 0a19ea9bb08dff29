//! Fastify, with `@fastify/cors`.

use crosscheck::diagnosis::RequiredHeaders;

use super::patch::Fix;
use super::patch::header_names;
use super::patch::lines;
use super::patch::methods;
use super::patch::quoted;

pub(super) fn write(grant: &RequiredHeaders) -> Fix {
    let names = quoted(header_names(grant));
    let preflight = grant.preflight.is_some();
    let text = lines(&[
        (true, "app.register(require(\"@fastify/cors\"), {"),
        (true, &format!("  origin: [{}],", quoted(&grant.origins_or_example()))),
        (grant.credentials, "  credentials: true,"),
        (preflight, &format!("  methods: [{}],", quoted(&methods(grant)))),
        (!names.is_empty(), &format!("  allowedHeaders: [{names}],")),
        (!grant.expose.is_empty(), &format!("  exposedHeaders: [{}],", quoted(&grant.expose))),
        (preflight, "  maxAge: 600,"),
        (true, "});"),
    ]);
    Fix::of(
        &[("before the routes, on the outermost instance", text)],
        &[
            "npm install @fastify/cors",
            "in an ES module: import cors from \"@fastify/cors\", and app.register(cors, …)",
            "OPTIONS without Access-Control-Request-Method is answered 400 unless strictPreflight is false",
        ],
    )
}
