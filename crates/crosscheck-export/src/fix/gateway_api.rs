//! The Kubernetes Gateway API: the CORS filter of an HTTPRoute, standard since version 1.5.

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
    let text = lines(&[
        (true, "  filters:"),
        (true, "  - type: CORS"),
        (true, "    cors:"),
        (true, &list("allowOrigins", &grant.origins_or_example())),
        (grant.credentials, "      allowCredentials: true"),
        (preflight, &list("allowMethods", &methods(grant))),
        (!names.is_empty(), &list("allowHeaders", &names)),
        (!exposed.is_empty(), &list("exposeHeaders", &exposed)),
        (preflight, "      maxAge: 600"),
    ]);
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
