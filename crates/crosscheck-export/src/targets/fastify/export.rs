//! A whole policy for Fastify as a hook.

use crosscheck::server::Policy;

use crate::export::Export;
use crate::export::code::Code;
use crate::export::code::DECIDE_IN_JAVASCRIPT;
use crate::export::code::SAY_IN_NODE;

pub(crate) fn export(policy: &Policy) -> Export {
    Code {
        server: ("fastify", "Fastify"),
        file: "crosscheck-cors.js",
        place: "require it, and app.addHook(\"onRequest\", cors) on the outermost instance, before the routes",
        comment: "//",
        parts: &[
            "\"use strict\";\n\nconst POLICY = POLICY_DATA;\n",
            DECIDE_IN_JAVASCRIPT,
            SAY_IN_NODE,
            include_str!("hook.js"),
        ],
        lost_with_paths: None,
    }
    .export(policy)
}
