//! Traefik: the middleware `headers`. Without `addVaryHeader` it says no `Vary`.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::names::TRAEFIK;
use crate::fix::patch::Fix;
use crate::fix::yaml_options::options;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let headers = "http:\n  middlewares:\n    cors:\n      headers:\n".to_owned();
    let text = headers + &options("        ", grant, TRAEFIK) + "        addVaryHeader: true\n";
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
