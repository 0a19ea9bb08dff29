//! Istio: `corsPolicy` of a VirtualService, which becomes Envoy's filter. `Vary` is the route's work, and
//! so is what an application says to origins that are not allowed.

use crosscheck::diagnosis::RequiredHeaders;

use super::patch::Fix;
use super::patch::header_names;
use super::patch::lines;
use super::patch::methods;
use super::patch::yaml_list;

pub(super) fn write(grant: &RequiredHeaders) -> Fix {
    let preflight = grant.preflight.is_some();
    let list = |name: &str, items: &[&str]| yaml_list("      ", name, items);
    let names: Vec<&str> = header_names(grant).iter().map(String::as_str).collect();
    let exposed: Vec<&str> = grant.expose.iter().map(String::as_str).collect();
    let origins = grant.origins_or_example();
    let origins: String =
        origins.iter().map(|origin| format!("      - exact: \"{origin}\"\n")).collect();
    let text = lines(&[
        (true, "    corsPolicy:"),
        (true, "      allowOrigins:"),
        (true, origins.trim_end()),
        (grant.credentials, "      allowCredentials: true"),
        (preflight, &list("allowMethods", &methods(grant))),
        (!names.is_empty(), &list("allowHeaders", &names)),
        (!exposed.is_empty(), &list("exposeHeaders", &exposed)),
        (preflight, "      maxAge: 600s"),
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
