//! A whole policy for CloudFront as a function of Lambda@Edge.
//!
//! A response headers policy has one list of rights, knows seven methods and leaves preflights to the origin; and
//! CloudFront Functions run a JavaScript without destructuring. So it is the same code as for Node.js.

use crosscheck::server::Policy;

use crate::export::Effect;
use crate::export::Export;
use crate::export::Loss;
use crate::export::LossKind;
use crate::export::code::Code;
use crate::export::code::DECIDE_IN_JAVASCRIPT;

pub(crate) fn export(policy: &Policy) -> Export {
    let mut export = Code {
        server: ("cloudfront", "CloudFront"),
        file: "crosscheck-cors.mjs",
        place: "as a Lambda@Edge function on Node.js, at the viewer request and at the viewer response of the behavior, \
                which allows OPTIONS",
        comment: "//",
        parts: &[
            "const POLICY = POLICY_DATA;\n",
            DECIDE_IN_JAVASCRIPT,
            include_str!("function.js"),
        ],
        lost_with_paths: None,
    }
    .export(policy);
    let text = "answers of 400 and above get no headers, for CloudFront asks no function then, and keep what the \
                origin says of CORS: take it out there";
    export.losses.push(Loss::new(LossKind::OwnAnswers, Effect::Wider, text));
    export
}
