//! Hono, with its own middleware.

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
        (true, "import { cors } from \"hono/cors\";"),
        (true, ""),
        (true, "app.use(\"*\", cors({"),
        (true, &format!("  origin: [{}],", quoted(&grant.origins_or_example()))),
        (grant.credentials, "  credentials: true,"),
        (preflight, &format!("  allowMethods: [{}],", quoted(&methods(grant)))),
        (!names.is_empty(), &format!("  allowHeaders: [{names}],")),
        (!grant.expose.is_empty(), &format!("  exposeHeaders: [{}],", quoted(&grant.expose))),
        (preflight, "  maxAge: 600,"),
        (true, "}));"),
    ]);
    Fix::of(
        &[("before the routes, and before what asks for a sign-in", text)],
        &[
            "a middleware runs for the routes that come after it, and for its own path only: keep the star",
        ],
    )
}
