//! One origin, with credentials.

use crosscheck::server::Config;

use super::case::APP;
use super::case::EVIL;
use super::case::HEADERS;
use super::case::METHOD;
use super::case::ORIGIN;
use super::case::owned;
use super::case::rows;

fn config() -> Config {
    Config {
        origins: owned(&[APP]),
        credentials: true,
        methods: owned(&["PUT"]),
        request_headers: owned(&["x-token", "content-type"]),
        expose_headers: owned(&["x-total"]),
        max_age: Some(600),
        ..Config::default()
    }
}

rows! {
    config();
    a_page_of_no_origin_reads_nothing_and_tells_caches_so:
        "GET" "/" []
        => 200 [
            "vary: Accept-Encoding",
            "vary: Origin",
        ];
    the_page_that_may_reads_with_credentials:
        "GET" "/" [(ORIGIN, APP)]
        => 200 [
            "access-control-allow-credentials: true",
            "access-control-allow-origin: https://app.example",
            "access-control-expose-headers: x-total",
            "vary: Accept-Encoding",
            "vary: Origin",
        ];
    another_page_sends_and_reads_nothing:
        "POST" "/" [(ORIGIN, EVIL)]
        => 200 [
            "vary: Accept-Encoding",
            "vary: Origin",
        ];
    null_is_no_origin_that_was_listed:
        "GET" "/" [(ORIGIN, "null")]
        => 200 [
            "vary: Accept-Encoding",
            "vary: Origin",
        ];
    two_origins_are_none:
        "GET" "/" [(ORIGIN, APP), (ORIGIN, EVIL)]
        => 200 [
            "vary: Accept-Encoding",
            "vary: Origin",
        ];
    an_options_that_asks_for_nothing_is_a_request_like_any:
        "OPTIONS" "/" [(ORIGIN, APP)]
        => 200 [
            "access-control-allow-credentials: true",
            "access-control-allow-origin: https://app.example",
            "access-control-expose-headers: x-total",
            "vary: Accept-Encoding",
            "vary: Origin",
        ];
    a_preflight_without_an_origin_is_none:
        "OPTIONS" "/" [(METHOD, "PUT")]
        => 200 [
            "vary: Accept-Encoding",
            "vary: Origin",
        ];
    a_method_that_is_listed_is_permitted:
        "OPTIONS" "/" [(ORIGIN, APP), (METHOD, "PUT")]
        => 204 [
            "access-control-allow-credentials: true",
            "access-control-allow-headers: content-type, x-token",
            "access-control-allow-methods: PUT",
            "access-control-allow-origin: https://app.example",
            "access-control-max-age: 600",
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ];
    a_header_that_is_listed_is_permitted:
        "OPTIONS" "/" [(ORIGIN, APP), (METHOD, "PUT"), (HEADERS, "x-token")]
        => 204 [
            "access-control-allow-credentials: true",
            "access-control-allow-headers: content-type, x-token",
            "access-control-allow-methods: PUT",
            "access-control-allow-origin: https://app.example",
            "access-control-max-age: 600",
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ];
    // The page may read, so it is told what it may send: its browser names what is not in the lists.
    one_header_of_two_that_is_not_listed_refuses_both:
        "OPTIONS" "/" [(ORIGIN, APP), (METHOD, "PUT"), (HEADERS, "x-token"), (HEADERS, "x-b")]
        => 204 [
            "access-control-allow-credentials: true",
            "access-control-allow-headers: content-type, x-token",
            "access-control-allow-methods: PUT",
            "access-control-allow-origin: https://app.example",
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ];
    a_method_that_is_not_listed_is_refused:
        "OPTIONS" "/" [(ORIGIN, APP), (METHOD, "DELETE")]
        => 204 [
            "access-control-allow-credentials: true",
            "access-control-allow-headers: content-type, x-token",
            "access-control-allow-methods: PUT",
            "access-control-allow-origin: https://app.example",
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ];
    a_preflight_of_another_page_is_refused:
        "OPTIONS" "/" [(ORIGIN, EVIL), (METHOD, "GET")]
        => 403 [
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ];
}
