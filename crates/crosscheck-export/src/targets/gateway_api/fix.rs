//! The Kubernetes Gateway API: the CORS filter of an HTTPRoute, standard since version 1.5.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::names::GATEWAY_API;
use crate::fix::patch::Fix;
use crate::fix::yaml_options::options;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let filter = "  filters:\n  - type: CORS\n    cors:\n".to_owned();
    let text = filter + &options("      ", grant, GATEWAY_API);
    Fix::of(
        &[("in the rule of the HTTPRoute, beside backendRefs", text)],
        &[
            "it needs the Gateway API 1.5 or later, and a controller that has HTTPRouteCORS",
            "the standard asks for no `Vary`, and says nothing of errors that the gateway makes itself: look \
             with `crosscheck check`",
            "it cannot say other methods or headers for one origin than for another",
        ],
    )
}
