//! A whole policy for Express as middleware.

use crosscheck::server::Policy;

use crate::export::Export;
use crate::export::code::Code;
use crate::export::code::DECIDE_IN_JAVASCRIPT;
use crate::export::code::SAY_IN_NODE;

pub(crate) fn export(policy: &Policy) -> Export {
    Code {
        server: ("express", "Express"),
        file: "crosscheck-cors.js",
        place: "require it, and app.use(cors) before the routes and what asks for a sign-in",
        comment: "//",
        parts: &[
            "\"use strict\";\n\nconst POLICY = POLICY_DATA;\n",
            DECIDE_IN_JAVASCRIPT,
            SAY_IN_NODE,
            include_str!("middleware.js"),
        ],
        lost_with_paths: None,
    }
    .export(policy)
}
