//! A whole policy for Next.js as its proxy, which runs before every route.

use crosscheck::server::Policy;

use crate::export::Effect;
use crate::export::Export;
use crate::export::Loss;
use crate::export::LossKind;
use crate::export::code::Code;
use crate::export::code::DECIDE_IN_JAVASCRIPT;
use crate::export::code::PATHS_OF_URLS;

pub(crate) fn export(policy: &Policy) -> Export {
    let mut export = Code {
        server: ("nextjs", "Next.js"),
        file: "proxy.js",
        place: "beside the folder app or pages (in src, if there is one)",
        comment: "//",
        parts: &[
            "import { NextResponse } from \"next/server\";\n\nconst POLICY = POLICY_DATA;\n",
            DECIDE_IN_JAVASCRIPT,
            include_str!("proxy.js"),
        ],
        lost_with_paths: PATHS_OF_URLS,
    }
    .export(policy);
    let text = "what a route says of CORS by itself is said, too: take it out there";
    export.losses.push(Loss::new(LossKind::Application, Effect::Wider, text));
    let text = "redirects that Next.js answers before it asks its proxy, of a path with `//` or with `/` at its end, get \
                no headers";
    export.losses.push(Loss::new(LossKind::OwnAnswers, Effect::Narrower, text));
    export
}
