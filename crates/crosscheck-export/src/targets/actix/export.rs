//! A whole policy for actix-web: our own middleware, which reads the policy file as it is.

use crosscheck::server::Policy;

use crate::export::ConfigFile;
use crate::export::Export;

pub(crate) fn export(_: &Policy) -> Export {
    let text = concat!("// Written by `crosscheck export actix`.\n", include_str!("middleware.rs"));
    let place = "cargo add crosscheck-actix crosscheck-config; then .wrap(cors(…)) as the last wrap, which runs first";
    Export {
        files: vec![ConfigFile::new("crosscheck_cors.rs", place, text.to_owned())],
        losses: Vec::new(),
    }
}
