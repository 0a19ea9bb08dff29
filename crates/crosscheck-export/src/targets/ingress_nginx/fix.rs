//! ingress-nginx, by annotations. It answers preflights itself, and compares the origin, but never says
//! `Vary`.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::patch::Fix;
use crate::fix::patch::header_names;
use crate::fix::patch::lines;
use crate::fix::patch::methods;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let preflight = grant.preflight.is_some();
    let line =
        |name: &str, value: &str| format!("    nginx.ingress.kubernetes.io/{name}: \"{value}\"");
    let names = header_names(grant).join(", ");
    let credentials = if grant.credentials { "true" } else { "false" };
    let text = lines(&[
        (true, "metadata:"),
        (true, "  annotations:"),
        (true, &line("enable-cors", "true")),
        (true, &line("cors-allow-origin", &grant.origins_or_example().join(", "))),
        (true, &line("cors-allow-credentials", credentials)),
        (preflight, &line("cors-allow-methods", &methods(grant).join(", "))),
        (!names.is_empty(), &line("cors-allow-headers", &names)),
        (!grant.expose.is_empty(), &line("cors-expose-headers", &grant.expose.join(", "))),
        (preflight, &line("cors-max-age", "600")),
    ]);
    Fix::of(
        &[("in the Ingress", text)],
        &[
            "every preflight of this Ingress is answered by it, and no longer by the application",
            "it cannot say `Vary: Origin`: let the application say it, or no cache may keep the answers",
            "one list for all origins of an Ingress: what differs by path needs an Ingress of its own",
        ],
    )
}
