//! NestJS, which hands it to `cors` of Express, or to that of Fastify.

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
        (true, "app.enableCors({"),
        (true, &format!("  origin: [{}],", quoted(&grant.origins_or_example()))),
        (grant.credentials, "  credentials: true,"),
        (preflight, &format!("  methods: [{}],", quoted(&methods(grant)))),
        (!names.is_empty(), &format!("  allowedHeaders: [{names}],")),
        (!grant.expose.is_empty(), &format!("  exposedHeaders: [{}],", quoted(&grant.expose))),
        (preflight, "  maxAge: 600,"),
        (true, "});"),
    ]);
    Fix::of(
        &[("in main.ts, after NestFactory.create, before app.listen", text)],
        &[
            "guards do not see preflights: they are answered before",
            "with the Fastify adapter: npm install @fastify/cors",
        ],
    )
}
