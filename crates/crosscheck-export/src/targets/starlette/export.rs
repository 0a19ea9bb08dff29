//! A whole policy for Starlette and FastAPI as an application of ASGI around another.

use crosscheck::server::Policy;

use crate::export::Export;
use crate::export::code::Code;
use crate::export::code::DECIDE_IN_PYTHON;

pub(crate) fn export(policy: &Policy) -> Export {
    Code {
        server: ("fastapi", "FastAPI"),
        file: "crosscheck_cors.py",
        place: "import Cors from it, and app = Cors(app) at the end of the file",
        comment: "#",
        parts: &[
            "import re\nfrom urllib.parse import quote\n\nPOLICY = POLICY_DATA\n",
            DECIDE_IN_PYTHON,
            include_str!("middleware.py"),
        ],
        lost_with_paths: None,
    }
    .export(policy)
}
