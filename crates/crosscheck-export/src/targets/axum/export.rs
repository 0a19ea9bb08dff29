//! A whole policy for axum: our own middleware, which reads the policy file as it is.

use crosscheck::server::Policy;

use crate::export::ConfigFile;
use crate::export::Export;

pub(crate) fn export(_: &Policy) -> Export {
    let text = concat!("// Written by `crosscheck export axum`.\n", include_str!("layer.rs"));
    let place = "cargo add crosscheck-tower crosscheck-config; then .layer(cors(…)) after every route and every other layer";
    Export {
        files: vec![ConfigFile::new("crosscheck_cors.rs", place, text.to_owned())],
        losses: Vec::new(),
    }
}
