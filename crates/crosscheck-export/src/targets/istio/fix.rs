//! Istio: `corsPolicy` of a VirtualService, which becomes Envoy's filter. `Vary` is the route's work, and
//! so is what an application says to origins that are not allowed.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::names::ISTIO;
use crate::fix::patch::Fix;
use crate::fix::patch::lines;
use crate::fix::yaml_options::options;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let policy = "    corsPolicy:\n".to_owned() + &options("      ", grant, ISTIO);
    let text = policy
        + &lines(&[
            (true, "    headers:"),
            (true, "      response:"),
            (true, "        add:"),
            (true, "          vary: origin"),
            (true, "        remove:"),
            (true, "        - access-control-allow-origin"),
            (true, "        - access-control-allow-credentials"),
        ]);
    Fix::of(
        &[("in the http route of the VirtualService, beside `route`", text)],
        &[
            "Istio answers every preflight of these origins itself, with these lists and without `Vary`, \
             whatever it asks for: browsers hold the request against the lists",
            "a route that answers directly or redirects gets no headers of CORS",
            "an AuthorizationPolicy or RequestAuthentication runs first: let OPTIONS pass there",
        ],
    )
}
