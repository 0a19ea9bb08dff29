//! A form asks nobody before it is sent: what must not reach a handler is blocked where somebody says so.

use crosscheck::server::Config;

use crate::App;
use crate::all_of;
use crate::case::APP;
use crate::case::Case;
use crate::case::EVIL;
use crate::case::ORIGIN;
use crate::case::owned;

const HOST: (&str, &str) = ("host", "api.example");

fn form(origin: &'static str) -> Case {
    let config = Config { origins: owned(&[APP]), ..Config::default() };
    Case::new(&config, "POST", "/", &[HOST, (ORIGIN, origin)])
}

#[test]
fn a_form_of_a_page_that_may_not_read_is_blocked() {
    all_of(&form(EVIL), App::BlocksRefused, 403, &["vary: Origin"]);
    let vary = ["vary: Accept-Encoding", "vary: Origin"];
    all_of(&form(EVIL), App::Everything, 200, &vary);
}

#[test]
fn a_form_of_a_page_that_may_read_is_not() {
    let reads = [
        "access-control-allow-origin: https://app.example",
        "vary: Accept-Encoding",
        "vary: Origin",
    ];
    all_of(&form(APP), App::BlocksRefused, 200, &reads);
}

#[test]
fn a_form_of_the_server_itself_is_none_of_cors() {
    let vary = ["vary: Accept-Encoding", "vary: Origin"];
    all_of(&form("https://api.example"), App::BlocksRefused, 200, &vary);
}
