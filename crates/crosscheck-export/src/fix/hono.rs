//! Hono, with its own middleware.

use crosscheck::diagnosis::RequiredHeaders;

use super::js_options::call;
use super::names::HONO;
use super::patch::Fix;

pub(super) fn write(grant: &RequiredHeaders) -> Fix {
    let text =
        call("import { cors } from \"hono/cors\";\n\napp.use(\"*\", cors({", grant, HONO, "}));");
    Fix::of(
        &[("before the routes, and before what asks for a sign-in", text)],
        &[
            "a middleware runs for the routes that come after it, and for its own path only: keep the star",
        ],
    )
}
