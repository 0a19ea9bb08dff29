//! Origins that stand in no list: a source is asked where a rule says so, and nobody else is let in.

use crosscheck::server::Config;

use crate::App;
use crate::all_of;
use crate::case::APP;
use crate::case::Case;
use crate::case::METHOD;
use crate::case::ORIGIN;
use crate::case::owned;

const SHOP: &str = "https://shop.example";

fn asks(method: &'static str, host: &'static str, origin: &'static str) -> Case {
    let config = Config {
        origins: owned(&[APP]),
        origin_source: true,
        methods: owned(&["PUT"]),
        ..Config::default()
    };
    Case::new(&config, method, "/", &[("host", host), (ORIGIN, origin), (METHOD, "PUT")])
}

const VARY: [&str; 2] = ["vary: Accept-Encoding", "vary: Origin"];

#[test]
fn who_is_known_reads_as_who_is_listed() {
    for (origin, line) in [
        (APP, "access-control-allow-origin: https://app.example"),
        (SHOP, "access-control-allow-origin: https://shop.example"),
    ] {
        all_of(&asks("GET", "api.example", origin), App::Asks, 200, &[line, VARY[0], VARY[1]]);
        let vary = "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
        let permitted = ["access-control-allow-methods: PUT", line, vary];
        all_of(&asks("OPTIONS", "api.example", origin), App::Asks, 204, &permitted);
    }
}

#[test]
fn who_is_unknown_does_not_nor_does_anybody_of_whom_nothing_is_known() {
    for (host, origin) in [
        ("api.example", "https://evil.example"),
        ("other.example", SHOP),
        ("api.example", "https://down.example"),
        ("api.example", "https://Shop.example"),
    ] {
        all_of(&asks("GET", host, origin), App::Asks, 200, &VARY);
    }
}

#[test]
fn without_a_source_a_rule_that_asks_lets_in_who_is_listed_alone() {
    all_of(&asks("GET", "api.example", SHOP), App::Everything, 200, &VARY);
}
