//! A whole policy for Flask as an application of WSGI around another.

use crosscheck::server::Policy;

use crate::export::Export;
use crate::export::code::Code;
use crate::export::code::DECIDE_IN_PYTHON;
use crate::export::code::PATHS_OF_WSGI;
use crate::export::code::TARGET_BY_WSGI;

pub(crate) fn export(policy: &Policy) -> Export {
    Code {
        server: ("flask", "Flask"),
        file: "crosscheck_cors.py",
        place: "import Cors from it, and app.wsgi_app = Cors(app.wsgi_app) where the app is made",
        comment: "#",
        parts: &[
            "import re\nfrom urllib.parse import quote\n\nPOLICY = POLICY_DATA\n",
            DECIDE_IN_PYTHON,
            TARGET_BY_WSGI,
            include_str!("middleware.py"),
        ],
        lost_with_paths: PATHS_OF_WSGI,
    }
    .export(policy)
}
