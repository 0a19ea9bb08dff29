//! A whole policy for Hono as middleware.

use crosscheck::server::Policy;

use crate::export::Export;
use crate::export::code::ANSWER_BY_FETCH;
use crate::export::code::Code;
use crate::export::code::DECIDE_IN_JAVASCRIPT;
use crate::export::code::PATHS_OF_URLS;

pub(crate) fn export(policy: &Policy) -> Export {
    Code {
        server: ("hono", "Hono"),
        file: "crosscheck-cors.mjs",
        place: "import it, and app.use(cors) before the routes and what asks for a sign-in",
        comment: "//",
        parts: &[
            "const POLICY = POLICY_DATA;\n",
            DECIDE_IN_JAVASCRIPT,
            ANSWER_BY_FETCH,
            include_str!("middleware.js"),
        ],
        lost_with_paths: PATHS_OF_URLS,
    }
    .export(policy)
}
