//! Hono, with its own middleware.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::js_options::call;
use crate::fix::names::HONO;
use crate::fix::patch::Fix;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let text =
        call("import { cors } from \"hono/cors\";\n\napp.use(\"*\", cors({", grant, HONO, "}));");
    Fix::of(
        &[("before the routes, and before what asks for a sign-in", text)],
        &[
            "a middleware runs for the routes that come after it, and for its own path only: keep the star",
        ],
    )
}
