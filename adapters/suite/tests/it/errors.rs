//! What frameworks answer by themselves is readable too: without the headers, a page learns of every
//! mistake only "Failed to fetch".

use crosscheck::server::Config;

use crate::App;
use crate::all_of;
use crate::case::APP;
use crate::case::Case;
use crate::case::METHOD;
use crate::case::ORIGIN;
use crate::case::owned;

fn asked(method: &'static str, path: &'static str, lines: &[(&'static str, &'static str)]) -> Case {
    let config = Config { origins: owned(&[APP]), methods: owned(&["PUT"]), ..Config::default() };
    Case::new(&config, method, path, lines)
}

const READS: [&str; 2] = ["access-control-allow-origin: https://app.example", "vary: Origin"];

#[test]
fn a_page_reads_that_there_is_nothing() {
    all_of(&asked("GET", "/nowhere", &[(ORIGIN, APP)]), App::FailsAlone, 404, &READS);
}

#[test]
fn a_page_reads_that_a_handler_failed() {
    all_of(&asked("GET", "/fails", &[(ORIGIN, APP)]), App::FailsAlone, 500, &READS);
}

#[test]
fn a_preflight_is_permitted_before_anything_is_routed() {
    let vary = "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
    let permitted = ["access-control-allow-methods: PUT", READS[0], vary];
    for path in ["/fails", "/nowhere"] {
        let preflight = asked("OPTIONS", path, &[(ORIGIN, APP), (METHOD, "PUT")]);
        all_of(&preflight, App::FailsAlone, 204, &permitted);
    }
}

#[test]
fn an_options_that_is_no_preflight_is_routed_as_any_request() {
    let no_preflight = asked("OPTIONS", "/nowhere", &[(ORIGIN, APP)]);
    all_of(&no_preflight, App::FailsAlone, 404, &READS);
}
