//! A whole policy for PHP, with a framework or without.

use crosscheck::server::Policy;

use crate::export::Export;
use crate::export::code::Code;
use crate::export::many_origins;

pub(crate) fn export(policy: &Policy) -> Export {
    let mut export = Code {
        server: ("php", "PHP"),
        file: "crosscheck-cors.php",
        place: "require it at the top of the script, before any output: in public/index.php of Laravel and Symfony",
        comment: "<?php\n//",
        parts: &[include_str!("script.php")],
        lost_with_paths: None,
    }
    .export(policy);
    // It reads them anew for each request.
    export.losses.extend(many_origins(&policy.statements().collect::<Vec<_>>()));
    export
}
