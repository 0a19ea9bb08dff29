//! Several rules, each for its paths.

use crosscheck::server::Config;
use crosscheck::server::ResourcePolicy;
use crosscheck::server::Rule;

use super::case::APP;
use super::case::EVIL;
use super::case::METHOD;
use super::case::ORIGIN;
use super::case::owned;
use super::case::rows;

fn config() -> Config {
    Config {
        rules: vec![
            Rule {
                paths: owned(&["/api"]),
                origins: owned(&[APP, "https://*.corp.example:*"]),
                expose_timing: true,
                ..Rule::default()
            },
            Rule {
                paths: owned(&["/api/admin"]),
                origins: owned(&["https://admin.example"]),
                ..Rule::default()
            },
            Rule {
                paths: owned(&["/public"]),
                origins: owned(&["*"]),
                resource_policy: Some(ResourcePolicy::CrossOrigin),
                ..Rule::default()
            },
        ],
        ..Config::default()
    }
}

rows! {
    config();
    where_no_rule_is_nothing_is_said:
        "GET" "/" [(ORIGIN, APP)]
        => 200 [
            "vary: Accept-Encoding",
        ];
    the_rule_of_a_path_is_asked:
        "GET" "/api" [(ORIGIN, APP)]
        => 200 [
            "access-control-allow-origin: https://app.example",
            "timing-allow-origin: https://app.example",
            "vary: Accept-Encoding",
            "vary: Origin",
        ];
    a_rule_covers_what_is_below_its_path:
        "GET" "/api/users?page=2" [(ORIGIN, APP)]
        => 200 [
            "access-control-allow-origin: https://app.example",
            "timing-allow-origin: https://app.example",
            "vary: Accept-Encoding",
            "vary: Origin",
        ];
    the_longest_path_is_asked_alone:
        "GET" "/api/admin" [(ORIGIN, APP)]
        => 200 [
            "vary: Accept-Encoding",
            "vary: Origin",
        ];
    a_path_that_servers_read_in_two_ways_is_refused:
        "GET" "/api%2fadmin" [(ORIGIN, APP)]
        => 200 [
            "vary: Accept-Encoding",
        ];
    the_rule_for_everybody_names_nobody:
        "GET" "/public/x" [(ORIGIN, APP)]
        => 200 [
            "access-control-allow-origin: *",
            "cross-origin-resource-policy: cross-origin",
            "vary: Accept-Encoding",
        ];
    a_subdomain_and_its_port_match:
        "GET" "/api" [(ORIGIN, "https://a.corp.example:8443")]
        => 200 [
            "access-control-allow-origin: https://a.corp.example:8443",
            "timing-allow-origin: https://a.corp.example:8443",
            "vary: Accept-Encoding",
            "vary: Origin",
        ];
    a_subdomain_of_a_subdomain_does_not:
        "GET" "/api" [(ORIGIN, "https://a.b.corp.example")]
        => 200 [
            "vary: Accept-Encoding",
            "vary: Origin",
        ];
    everybody_needs_no_origin:
        "GET" "/public/x" []
        => 200 [
            "access-control-allow-origin: *",
            "cross-origin-resource-policy: cross-origin",
            "vary: Accept-Encoding",
        ];
    everybody_may_still_not_use_any_method:
        "OPTIONS" "/public/x" [(ORIGIN, EVIL), (METHOD, "PATCH")]
        => 204 [
            "access-control-allow-origin: *",
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ];
    a_preflight_where_no_rule_is_gets_no_word_of_cors:
        "OPTIONS" "/other" [(ORIGIN, APP), (METHOD, "PATCH")]
        => 403 [
        ];
}
