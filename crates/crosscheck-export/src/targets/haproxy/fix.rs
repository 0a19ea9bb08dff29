//! HAProxy. `http-after-response`, which reaches HAProxy's own errors too; the origin kept in `txn.`,
//! for `req.` is gone by then.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::patch::Fix;
use crate::fix::patch::header_names;
use crate::fix::patch::lines;
use crate::fix::patch::methods;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let origin = grant.origins_or_example().join(" ");
    let mut text = format!(
        "http-request set-var(txn.cors_origin) req.fhdr(origin) if {{ req.fhdr(origin) -m str \
         {origin} }}\n"
    );
    if grant.preflight.is_some() {
        let names = match header_names(grant).join(", ") {
            names if names.is_empty() => String::new(),
            names => format!(" hdr Access-Control-Allow-Headers \"{names}\""),
        };
        let methods = methods(grant).join(", ");
        text += &format!(
            "acl cors_preflight method OPTIONS\n\
             acl cors_asks req.hdr(access-control-request-method) -m found\n\
             acl cors_allowed var(txn.cors_origin) -m found\n\
             http-request return status 204 hdr Access-Control-Allow-Methods \"{methods}\"{names} \
             hdr Access-Control-Max-Age 600 if cors_preflight cors_asks cors_allowed\n"
        );
    }
    let exposes = !grant.expose.is_empty();
    let exposed = format!(
        "http-after-response set-header access-control-expose-headers \"{}\" if {{ \
         var(txn.cors_origin) -m found }}",
        grant.expose.join(", ")
    );
    text += &lines(&[
        (true, "http-after-response del-header access-control-allow-origin"),
        (true, "http-after-response del-header access-control-allow-credentials"),
        (
            true,
            "http-after-response set-header access-control-allow-origin %[var(txn.cors_origin)] if \
             { var(txn.cors_origin) -m found }",
        ),
        (
            grant.credentials,
            "http-after-response set-header access-control-allow-credentials true if { \
             var(txn.cors_origin) -m found }",
        ),
        (exposes, &exposed),
        (true, "http-after-response add-header vary origin"),
    ]);
    Fix::of(
        &[("in the frontend, before other http-request rules", text)],
        &["HAProxy 2.2 or later: http-response would miss HAProxy's own errors"],
    )
}
