//! Traefik: the middleware `headers`. Without `addVaryHeader` it says no `Vary`.

use crosscheck::diagnosis::RequiredHeaders;

use super::patch::Fix;
use super::patch::header_names;
use super::patch::lines;
use super::patch::methods;
use super::patch::yaml_list;

pub(super) fn write(grant: &RequiredHeaders) -> Fix {
    let preflight = grant.preflight.is_some();
    let list = |name: &str, items: &[&str]| yaml_list("        ", name, items);
    let names: Vec<&str> = header_names(grant).iter().map(String::as_str).collect();
    let exposed: Vec<&str> = grant.expose.iter().map(String::as_str).collect();
    let text = lines(&[
        (true, "http:"),
        (true, "  middlewares:"),
        (true, "    cors:"),
        (true, "      headers:"),
        (true, &list("accessControlAllowOriginList", &grant.origins_or_example())),
        (grant.credentials, "        accessControlAllowCredentials: true"),
        (preflight, &list("accessControlAllowMethods", &methods(grant))),
        (!names.is_empty(), &list("accessControlAllowHeaders", &names)),
        (!exposed.is_empty(), &list("accessControlExposeHeaders", &exposed)),
        (preflight, "        accessControlMaxAge: 600"),
        (true, "        addVaryHeader: true"),
    ]);
    Fix::of(
        &[
            ("in the dynamic configuration", text),
            ("in the router, before what asks for a sign-in", "middlewares:\n- cors\n".into()),
        ],
        &[
            "as a Middleware of Kubernetes the part under `headers` goes under `spec`",
            "it answers every preflight itself, with 200, and leaves what the application says to an origin \
             that is not on the list: take CORS out of the application",
            "answers to preflights, and errors that Traefik makes itself, get no `Vary`",
        ],
    )
}
