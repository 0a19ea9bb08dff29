//! What the Gateway API asks of a gateway's CORS (`HTTPRouteCORS`), of every proxy that a policy is exported to,
//! and of Envoy with our module.
//!
//! Its seventeen cases, by what a page may do. It also wants the list of exposed headers on a preflight's answer, where no
//! browser looks for it; the policies here say it on the answers that pages read.

use conformance::envoy::Envoy;
use conformance::envoy::Setup;
use conformance::envoy::filter;
use conformance::envoy::policy_file;
use conformance::front::Front;
use conformance::front::Kind;
use conformance::peer;
use crosscheck::server::Config;
use crosscheck::server::Danger;
use crosscheck::server::Policy;
use crosscheck::server::Rule;
use crosscheck_export::Server;
use crosscheck_export::export;

use crate::exported::ask::APPLICATION;
use crate::exported::ask::Ask;
use crate::exported::ask::Subject;
use crate::exported::ask::upstream;
use crate::exported::put_in_place;

/// What a page may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum May {
    Nothing,
    Read,
    ReadWithCredentials,
}

use May::Nothing;
use May::Read;
use May::ReadWithCredentials;

/// Path, origin, what a preflight asks for: a method and headers; the answer.
type Case = (&'static str, &'static str, Option<(&'static str, &'static str)>, May);

const NAMES: &str = "x-header-1, x-header-2";

const CASES: [Case; 17] = [
    ("/lists", "https://www.foo.example", Some(("GET", NAMES)), ReadWithCredentials),
    ("/lists", "https://www.bar.example", Some(("GET", NAMES)), ReadWithCredentials),
    ("/lists", "https://xpto.www.bar.example", Some(("GET", NAMES)), ReadWithCredentials),
    ("/lists", "https://foobar.example", Some(("GET", "")), Nothing),
    ("/lists", "https://www.foo.example", None, ReadWithCredentials),
    ("/lists", "https://www.bar.example", None, ReadWithCredentials),
    ("/lists", "https://foobar.example", None, Nothing),
    ("/any-method", "https://www.foo.example", Some(("POST", "")), Read),
    ("/any-method", "https://www.foo.example", Some(("PUT", "")), Read),
    ("/everybody", "https://foobar.example", Some(("PUT", "")), Read),
    ("/everybody", "https://foobar.example:12345", Some(("PUT", "")), Read),
    ("/everybody", "https://foobar.example:12345", None, Read),
    ("/everybody", "https://foobar.example", None, Read),
    ("/signed-in", "https://other.foo.example", Some(("PUT", NAMES)), ReadWithCredentials),
    ("/anonymous", "https://other.foo.example", Some(("PUT", NAMES)), Read),
    ("/signed-in", "https://other.foo.example", None, ReadWithCredentials),
    ("/anonymous", "https://other.foo.example", None, Read),
];

fn config() -> Config {
    let list = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect();
    let rule = |path: &str, origins: &[&str]| Rule {
        paths: list(&[path]),
        origins: list(origins),
        ..Rule::default()
    };
    Config {
        rules: vec![
            Rule {
                request_headers: list(&["x-header-1", "x-header-2"]),
                expose_headers: list(&["x-header-3", "x-header-4"]),
                credentials: true,
                max_age: Some(3600),
                ..rule("/lists", &["https://www.foo.example", "https://**.bar.example"])
            },
            Rule { methods: list(&["*"]), ..rule("/any-method", &["https://www.foo.example"]) },
            Rule { methods: list(&["PUT"]), ..rule("/everybody", &["*"]) },
            Rule {
                credentials: true,
                methods: list(&["PUT"]),
                request_headers: list(&["x-header-1", "x-header-2"]),
                ..rule("/signed-in", &["*"])
            },
            Rule {
                methods: list(&["*"]),
                request_headers: list(&["*"]),
                ..rule("/anonymous", &["*"])
            },
        ],
        danger: Danger { everybody_with_credentials: true, ..Danger::default() },
        ..Config::default()
    }
}

#[test]
fn the_cases_of_the_gateway_api_pass_on_every_proxy() {
    let upstream = upstream();
    let policy = Policy::new(&config()).expect("a policy");
    for (kind, server) in [
        (Kind::Nginx, Server::Nginx),
        (Kind::Apache, Server::Apache),
        (Kind::Caddy, Server::Caddy),
        (Kind::Haproxy, Server::Haproxy),
        (Kind::Envoy, Server::Envoy),
    ] {
        let (parts, _lists) = put_in_place(&export(&policy, server).expect("it is known"));
        let Some(front) = Front::start_or_skip(kind, upstream, &parts) else { return };
        each_case_passes(front.address(), server.name());
    }
}

#[test]
fn the_cases_of_the_gateway_api_pass_on_envoy_with_our_module() {
    let upstream = upstream();
    for program in [None, Some(peer::ENVOY_1_39), Some(peer::ENVOY_1_38)] {
        let filter = filter("enforce", &policy_file(&config()));
        let setup = Setup { filter, program, ..Setup::default() };
        let Some(envoy) = Envoy::start_or_skip(upstream, &setup) else { return };
        let module = format!("our module in {}", program.unwrap_or("envoy"));
        each_case_passes(&format!("http://{}", envoy.address()), &module);
    }
}

fn each_case_passes(address: &str, server: &str) {
    let subject = Subject {
        address: address.to_owned(),
        host: None,
        status_of_failures: 502,
        application: &APPLICATION,
    };
    for case @ (path, origin, preflight, expected) in CASES {
        let ask = Ask::of_a_page(path, origin, preflight);
        let grants = ask.grants(&ask.answer(&subject), true);
        let may = match (grants.contains("share with credentials"), grants.contains("share")) {
            (true, _) => ReadWithCredentials,
            (false, true) => Read,
            (false, false) => Nothing,
        };
        assert_eq!(may, expected, "{server}: {case:?}");
    }
}
