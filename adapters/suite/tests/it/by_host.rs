//! Each host may have a policy of its own: a selector is asked for each request.

use crosscheck::server::Config;

use crate::App;
use crate::all_of;
use crate::case::APP;
use crate::case::Case;
use crate::case::METHOD;
use crate::case::ORIGIN;
use crate::case::owned;

fn at(host: &'static str, method: &'static str) -> Case {
    let config = Config { origins: owned(&[APP]), methods: owned(&["PUT"]), ..Config::default() };
    Case::new(&config, method, "/", &[("host", host), (ORIGIN, APP), (METHOD, "PUT")])
}

const VARY: [&str; 2] = ["vary: Accept-Encoding", "vary: Origin"];
const READS: &str = "access-control-allow-origin: https://app.example";
const PREFLIGHT: &str =
    "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

#[test]
fn a_page_reads_from_the_host_whose_policy_lists_it_however_that_is_spelled() {
    for host in ["api.example", "API.example.:443"] {
        all_of(&at(host, "GET"), App::ByHost, 200, &[READS, VARY[0], VARY[1]]);
        let permitted = ["access-control-allow-methods: PUT", READS, PREFLIGHT];
        all_of(&at(host, "OPTIONS"), App::ByHost, 204, &permitted);
    }
}

#[test]
fn the_policy_of_a_host_is_no_other_hosts() {
    all_of(&at("other.example", "GET"), App::ByHost, 200, &VARY);
    all_of(&at("other.example", "OPTIONS"), App::ByHost, 403, &[PREFLIGHT]);
}
