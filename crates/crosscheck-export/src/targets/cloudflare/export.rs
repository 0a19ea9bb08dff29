//! A whole policy for Cloudflare as a Worker.

use crosscheck::server::Policy;

use crate::export::Export;
use crate::export::code::ANSWER_BY_FETCH;
use crate::export::code::Code;
use crate::export::code::DECIDE_IN_JAVASCRIPT;
use crate::export::code::PATHS_OF_URLS;

pub(crate) fn export(policy: &Policy) -> Export {
    Code {
        server: ("cloudflare", "Cloudflare"),
        file: "crosscheck-cors.mjs",
        place: "put it on the route of the API as a Worker",
        comment: "//",
        parts: &[
            "const POLICY = POLICY_DATA;\n",
            DECIDE_IN_JAVASCRIPT,
            ANSWER_BY_FETCH,
            include_str!("worker.js"),
        ],
        lost_with_paths: PATHS_OF_URLS,
    }
    .export(policy)
}
