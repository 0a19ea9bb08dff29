//! A whole policy for NestJS on Express as the middleware of Express.

use crosscheck::server::Policy;

use crate::export::Export;
use crate::export::code::Code;
use crate::export::code::DECIDE_IN_JAVASCRIPT;
use crate::export::code::SAY_IN_NODE;

pub(crate) fn export(policy: &Policy) -> Export {
    Code {
        server: ("nestjs", "NestJS"),
        file: "crosscheck-cors.js",
        place: "require it in main.ts, and app.use(cors) after NestFactory.create",
        comment: "//",
        parts: &[
            "\"use strict\";\n\nconst POLICY = POLICY_DATA;\n",
            DECIDE_IN_JAVASCRIPT,
            SAY_IN_NODE,
            include_str!("../express/middleware.js"),
        ],
        lost_with_paths: None,
    }
    .export(policy)
}
