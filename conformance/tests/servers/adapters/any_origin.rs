//! Everybody, without credentials.

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
        origins: owned(&["*"]),
        methods: owned(&["*"]),
        request_headers: owned(&["*", "authorization"]),
        expose_headers: owned(&["*"]),
        ..Config::default()
    }
}

rows! {
    config();
    everybody_reads_without_an_origin_too:
        "GET" "/" []
        => 200 [
            "access-control-allow-origin: *",
            "access-control-expose-headers: *",
            "vary: Accept-Encoding",
        ];
    a_page_reads:
        "GET" "/" [(ORIGIN, APP)]
        => 200 [
            "access-control-allow-origin: *",
            "access-control-expose-headers: *",
            "vary: Accept-Encoding",
        ];
    any_other_page_reads:
        "POST" "/" [(ORIGIN, EVIL)]
        => 200 [
            "access-control-allow-origin: *",
            "access-control-expose-headers: *",
            "vary: Accept-Encoding",
        ];
    null_reads:
        "GET" "/" [(ORIGIN, "null")]
        => 200 [
            "access-control-allow-origin: *",
            "access-control-expose-headers: *",
            "vary: Accept-Encoding",
        ];
    two_origins_read_as_one_does:
        "GET" "/" [(ORIGIN, APP), (ORIGIN, EVIL)]
        => 200 [
            "access-control-allow-origin: *",
            "access-control-expose-headers: *",
            "vary: Accept-Encoding",
        ];
    an_options_that_asks_for_nothing_is_a_request_like_any:
        "OPTIONS" "/" [(ORIGIN, APP)]
        => 200 [
            "access-control-allow-origin: *",
            "access-control-expose-headers: *",
            "vary: Accept-Encoding",
        ];
    a_preflight_without_an_origin_is_none:
        "OPTIONS" "/" [(METHOD, "PUT")]
        => 200 [
            "access-control-allow-origin: *",
            "access-control-expose-headers: *",
            "vary: Accept-Encoding",
        ];
    any_method_is_permitted:
        "OPTIONS" "/" [(ORIGIN, APP), (METHOD, "PUT")]
        => 204 [
            "access-control-allow-headers: *, authorization",
            "access-control-allow-methods: *",
            "access-control-allow-origin: *",
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ];
    any_header_is_permitted:
        "OPTIONS" "/" [(ORIGIN, APP), (METHOD, "PUT"), (HEADERS, "x-token")]
        => 204 [
            "access-control-allow-headers: *, authorization",
            "access-control-allow-methods: *",
            "access-control-allow-origin: *",
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ];
    any_two_headers_are_permitted:
        "OPTIONS" "/" [(ORIGIN, APP), (METHOD, "PUT"), (HEADERS, "x-token"), (HEADERS, "x-b")]
        => 204 [
            "access-control-allow-headers: *, authorization",
            "access-control-allow-methods: *",
            "access-control-allow-origin: *",
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ];
    a_method_that_the_other_policy_refuses_is_permitted:
        "OPTIONS" "/" [(ORIGIN, APP), (METHOD, "DELETE")]
        => 204 [
            "access-control-allow-headers: *, authorization",
            "access-control-allow-methods: *",
            "access-control-allow-origin: *",
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ];
    a_preflight_of_any_page_is_permitted:
        "OPTIONS" "/" [(ORIGIN, EVIL), (METHOD, "GET")]
        => 204 [
            "access-control-allow-headers: *, authorization",
            "access-control-allow-methods: *",
            "access-control-allow-origin: *",
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ];
}
