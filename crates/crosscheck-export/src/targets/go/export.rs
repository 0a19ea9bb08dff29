//! A whole policy for Go as a handler around another.

use crosscheck::server::Policy;

use crate::export::Export;
use crate::export::code::Code;

pub(crate) fn export(policy: &Policy) -> Export {
    Code {
        server: ("go", "Go"),
        file: "crosscheck_cors.go",
        place: "put it into your package, and CrosscheckCORS(mux) around the mux",
        comment: "//",
        parts: &[include_str!("middleware.go")],
        lost_with_paths: None,
    }
    .export(policy)
}
