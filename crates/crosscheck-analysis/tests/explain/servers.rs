//! What servers say themselves when they refuse: they have CORS set up, and a list that lacks somebody.

use super::check;
use super::first_rules;
use super::told;

#[test]
fn a_server_that_refuses_by_origin_has_a_list_to_mend() {
    let own_list = &["mend that list"];
    check(&[
        ("Disallowed CORS origin", "allow-origin-missing", own_list, &[]),
        (
            "Error: Not allowed by CORS\n    at origin (/srv/app.js:14:17)",
            "allow-origin-missing",
            own_list,
            &[],
        ),
        (
            "info: Microsoft.AspNetCore.Cors.Infrastructure.CorsService[5]\n      CORS policy execution \
             failed.\ninfo: Request origin https://app.example.com does not have permission to access the \
             resource.",
            "allow-origin-missing",
            &["mend that list", super::PAGE_ALLOWED],
            &[],
        ),
        (
            "DefaultCorsProcessor : Reject: 'https://app.example.com' origin is not allowed",
            "allow-origin-missing",
            &[super::PAGE_ALLOWED],
            &[],
        ),
        ("Reject: HTTP 'PATCH' is not allowed", "method-not-allowed", &["PATCH"], &[]),
        (
            "IllegalArgumentException: When allowCredentials is true, allowedOrigins cannot contain the special \
             value \"*\" since that cannot be set on the \"Access-Control-Allow-Origin\" response header.",
            "wildcard-with-credentials",
            &["in place of `*`"],
            &["mend that list"],
        ),
        (
            "websocket: request origin not allowed by Upgrader.CheckOrigin",
            "web-socket-refused",
            own_list,
            &["Access-Control-Allow-Origin"],
        ),
    ]);
}

#[test]
fn the_body_of_a_refusal_says_whose_it_is() {
    let report =
        told("HTTP/1.1 403 Forbidden\nServer: nginx\nVary: Origin\n\nInvalid CORS request");
    assert_eq!(first_rules(&report), ["allow-origin-missing"]);
    let notes = report["notes"].to_string();
    assert!(
        notes.contains("`Invalid CORS request` is the word of the server's own library"),
        "{notes}"
    );
}

/// Libraries that refuse to start say what no browser would take.
#[test]
fn what_a_library_says_when_it_starts_is_its_rule() {
    check(&[
        (
            "thread 'main' panicked at 'Invalid CORS configuration: Cannot combine `Access-Control-Allow-Credentials: \
             true` with `Access-Control-Allow-Origin: *`', cors/mod.rs:654:13",
            "wildcard-with-credentials",
            &[],
            &[],
        ),
        (
            "panic: [CORS] Insecure setup, 'AllowCredentials' is set to true, and 'AllowOrigins' is set to a wildcard.",
            "wildcard-with-credentials",
            &[],
            &[],
        ),
    ]);
}
