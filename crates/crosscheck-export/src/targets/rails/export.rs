//! A whole policy for Rails, and what else Rack runs as middleware of Rack.

use crosscheck::server::Policy;

use crate::export::Export;
use crate::export::code::Code;

pub(crate) fn export(policy: &Policy) -> Export {
    Code {
        server: ("rails", "Rails"),
        file: "crosscheck_cors.rb",
        place: "put it into lib, require it, and config.middleware.insert_before 0, CrosscheckCors",
        comment: "#",
        parts: &[include_str!("middleware.rb")],
        lost_with_paths: None,
    }
    .export(policy)
}
