//! Express. With a list of origins the package compares, echoes and writes `Vary` by itself.

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
        (true, "const cors = require(\"cors\");"),
        (true, "app.use(cors({"),
        (true, &format!("  origin: [{}],", quoted(&grant.origins_or_example()))),
        (grant.credentials, "  credentials: true,"),
        (preflight, &format!("  methods: [{}],", quoted(&methods(grant)))),
        (!names.is_empty(), &format!("  allowedHeaders: [{names}],")),
        (!grant.expose.is_empty(), &format!("  exposedHeaders: [{}],", quoted(&grant.expose))),
        (preflight, "  maxAge: 600,"),
        (true, "}));"),
    ]);
    Fix::of(
        &[("before the routes, and before what asks for a sign-in", text)],
        &["npm install cors"],
    )
}
