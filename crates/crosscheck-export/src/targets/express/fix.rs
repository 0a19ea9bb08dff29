//! Express. With a list of origins the package compares, echoes and writes `Vary` by itself.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::js_options::call;
use crate::fix::names::CORS;
use crate::fix::patch::Fix;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let text = call("const cors = require(\"cors\");\napp.use(cors({", grant, CORS, "}));");
    Fix::of(
        &[("before the routes, and before what asks for a sign-in", text)],
        &["npm install cors"],
    )
}
