//! The options that middleware for JavaScript servers takes; `cors` of Express called them first.

use crosscheck::diagnosis::RequiredHeaders;

use super::patch::header_names;
use super::patch::lines;
use super::patch::methods;
use super::patch::quoted;

/// What the lists of methods and headers are called.
#[derive(Clone, Copy, Debug)]
pub(super) struct Names {
    pub(super) methods: &'static str,
    pub(super) request_headers: &'static str,
    pub(super) expose_headers: &'static str,
}

/// As `cors`, `@fastify/cors` and NestJS call them.
pub(super) const OF_CORS: Names = Names {
    methods: "methods",
    request_headers: "allowedHeaders",
    expose_headers: "exposedHeaders",
};

/// The call with the options in it. In: what stands before and behind them.
pub(super) fn call(before: &str, grant: &RequiredHeaders, called: Names, behind: &str) -> String {
    let names = quoted(header_names(grant));
    let preflight = grant.preflight.is_some();
    let Names { methods: verbs, request_headers, expose_headers } = called;
    lines(&[
        (true, before),
        (true, &format!("  origin: [{}],", quoted(&grant.origins_or_example()))),
        (grant.credentials, "  credentials: true,"),
        (preflight, &format!("  {verbs}: [{}],", quoted(&methods(grant)))),
        (!names.is_empty(), &format!("  {request_headers}: [{names}],")),
        (!grant.expose.is_empty(), &format!("  {expose_headers}: [{}],", quoted(&grant.expose))),
        (preflight, "  maxAge: 600,"),
        (true, behind),
    ])
}
