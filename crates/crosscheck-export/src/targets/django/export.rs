//! A whole policy for Django as middleware.

use crosscheck::server::Policy;

use crate::export::Export;
use crate::export::code::Code;
use crate::export::code::DECIDE_IN_PYTHON;
use crate::export::code::PATHS_OF_WSGI;
use crate::export::code::TARGET_BY_WSGI;

pub(crate) fn export(policy: &Policy) -> Export {
    Code {
        server: ("django", "Django"),
        file: "crosscheck_cors.py",
        place: "put \"crosscheck_cors.cors\" first in MIDDLEWARE, with the path of its module",
        comment: "#",
        parts: &[
            "import re\nfrom urllib.parse import quote\n\nfrom django.http import HttpResponse\n\nPOLICY = POLICY_DATA\n",
            DECIDE_IN_PYTHON,
            TARGET_BY_WSGI,
            include_str!("middleware.py"),
        ],
        lost_with_paths: PATHS_OF_WSGI,
    }
    .export(policy)
}
