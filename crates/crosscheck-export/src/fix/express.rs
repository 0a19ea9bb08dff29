//! Express. With a list of origins the package compares, echoes and writes `Vary` by itself.

use crosscheck::diagnosis::RequiredHeaders;

use super::js_options::call;
use super::names::CORS;
use super::patch::Fix;

pub(super) fn write(grant: &RequiredHeaders) -> Fix {
    let text = call("const cors = require(\"cors\");\napp.use(cors({", grant, CORS, "}));");
    Fix::of(
        &[("before the routes, and before what asks for a sign-in", text)],
        &["npm install cors"],
    )
}
