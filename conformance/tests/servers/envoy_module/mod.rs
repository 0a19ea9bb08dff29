//! Our module in a real Envoy: what an administrator does with it, and what pages then read.

mod adversary;
mod cases;
mod from_kubernetes;
mod swaps;
pub(crate) mod upstream;
mod wasm;

use std::fs;
use std::path::Path;

use conformance::envoy;
use conformance::envoy::Envoy;
use conformance::envoy::Head;
use conformance::envoy::Setup;
use conformance::envoy::discovered;
use conformance::envoy::discovered_filter;
use conformance::envoy::filter;
use conformance::envoy::per_route;
use conformance::envoy::typed_filter;
use conformance::envoy_wasm;
use conformance::peer;
use conformance::process::PATIENCE;
use conformance::process::dead_address;
use conformance::process::eventually;
use serde_json::Value;
use serde_json::json;

use crate::envoy_module::upstream::Upstream;

const APP: &str = "https://app.example";
const OTHER: &str = "https://other.example";
const POLICY: &str = "[cors]\norigins = [\"https://app.example\"]\nmethods = [\"PUT\"]\n";
const OTHER_POLICY: &str = "[cors]\norigins = [\"https://other.example\"]\n";
/// What an application says that means well.
const SAID: [(&str, &str); 1] = [("access-control-allow-origin", "*")];

/// Our filter as a module and, where it is built, as a plugin.
fn forms(name: &str, policy: &str) -> impl Iterator<Item = Value> {
    [Some(filter(name, policy)), envoy_wasm::filter_or_skip(name, policy)].into_iter().flatten()
}

fn read_by(envoy: &Envoy, path: &str, origin: &str) -> Head {
    envoy.ask("GET", path, &[("origin", origin)])
}

/// Whom an answer lets read.
fn reader(envoy: &Envoy, path: &str, origin: &str) -> String {
    read_by(envoy, path, origin).value("access-control-allow-origin")
}

/// Envoy's own filter says nothing on two of these: a page could not read why.
#[test]
fn a_page_reads_what_envoy_answers_by_itself() {
    let (_held, dead) = dead_address().expect("an address");
    let direct = json!({
        "match": { "path": "/direct" },
        "direct_response": { "status": 200, "body": { "inline_string": "hello" } },
    });
    let redirect = json!({ "match": { "path": "/old" }, "redirect": { "path_redirect": "/new" } });
    for filter in forms("enforce", POLICY) {
        let routes = vec![direct.clone(), redirect.clone()];
        let setup = Setup { filter, routes, ..Setup::default() };
        let Some(envoy) = Envoy::start_or_skip(dead, &setup) else { return };
        for (path, status) in [("/direct", 200), ("/old", 301), ("/", 503)] {
            let answer = read_by(&envoy, path, APP);
            assert_eq!(answer.status, status, "{path}");
            assert_eq!(answer.value("access-control-allow-origin"), APP, "{path}");
            assert_eq!(answer.value("vary"), "Origin", "{path}");
            assert_eq!(reader(&envoy, path, OTHER), "", "{path}");
            // A preflight is answered before anything else is asked.
            let asked = [("origin", APP), ("access-control-request-method", "PUT")];
            let answer = envoy.ask("OPTIONS", path, &asked);
            let methods = answer.value("access-control-allow-methods");
            assert_eq!((answer.status, &*methods), (204, "PUT"), "{path}");
        }
    }
}

/// Most requests are of no page, and their answers are the path's to say, too.
#[test]
fn who_is_no_page_is_answered_by_the_rule_of_the_path() {
    let upstream = Upstream::start(200, &SAID);
    let policy = "[[cors.rules]]\npaths = [\"/left\"]\nhandler = true\n\
                  [[cors.rules]]\norigins = [\"https://app.example\"]\n";
    for filter in forms("enforce", policy) {
        let setup = Setup { filter, ..Setup::default() };
        let Some(envoy) = Envoy::start_or_skip(upstream.address(), &setup) else { return };
        for (path, reads, vary) in [("/left/a", "*", ""), ("/", "", "Origin")] {
            let answer = envoy.ask("GET", path, &[("accept", "*/*")]);
            let told = ["access-control-allow-origin", "vary"].map(|name| answer.value(name));
            assert_eq!(told, [reads, vary], "{path}");
        }
    }
}

#[test]
fn a_route_may_have_a_policy_of_its_own_or_none() {
    let upstream = Upstream::start(200, &SAID);
    let route = |path: &str, name: &str, policy: &str| {
        json!({
            "match": { "prefix": path },
            "route": { "cluster": "application" },
            "typed_per_filter_config": per_route(name, policy),
        })
    };
    let setup = Setup {
        filter: filter("enforce", POLICY),
        routes: vec![
            route("/own", "enforce", OTHER_POLICY),
            route("/off", "off", ""),
            route("/watched", "report-only", OTHER_POLICY),
        ],
        ..Setup::default()
    };
    let Some(envoy) = Envoy::start_or_skip(upstream.address(), &setup) else { return };
    for (path, by_app, by_other) in [
        ("/", APP, ""),
        ("/own", "", OTHER),
        ("/off", "*", "*"),     // the application speaks
        ("/watched", "*", "*"), // it still does
    ] {
        assert_eq!(reader(&envoy, path, APP), by_app, "{path}");
        assert_eq!(reader(&envoy, path, OTHER), by_other, "{path}");
    }
    // What would be refused is counted: on `/`, on `/own`, on `/watched`.
    let refused = "dynamicmodulescustom.crosscheck.actual.origin-not-allowed";
    assert_eq!(envoy.statistic(refused), Some(3));
}

#[test]
fn statistics_the_access_log_and_a_header_say_why() {
    let reason = "%DYNAMIC_METADATA(crosscheck:reason)%";
    says_why(filter("enforce", POLICY), reason, "dynamicmodulescustom");
}

/// In: where the access log finds the reason, and under what Envoy has statistics of the filter's own.
fn says_why(filter: Value, reason: &str, statistics: &str) {
    let upstream = Upstream::start(200, &SAID);
    let setup = Setup {
        filter,
        route_configuration: json!({ "response_headers_to_add": [
            { "header": { "key": "x-cors-reason", "value": reason } },
        ] }),
        connection_manager: json!({ "access_log": [{
            "name": "file",
            "typed_config": {
                "@type": "type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog",
                "path": "access.log",
                "log_format": { "text_format_source": { "inline_string": format!(
                    "%REQ(:METHOD)% %RESPONSE_CODE% %REQ(ORIGIN)% {reason}\n"
                ) } },
            },
        }] }),
        ..Setup::default()
    };
    let Some(envoy) = Envoy::start_or_skip(upstream.address(), &setup) else { return };
    assert_eq!(read_by(&envoy, "/", APP).value("x-cors-reason"), "");
    assert_eq!(read_by(&envoy, "/", OTHER).value("x-cors-reason"), "origin-not-allowed");
    let delete = [("origin", APP), ("access-control-request-method", "DELETE")];
    let preflight = envoy.ask("OPTIONS", "/", &delete);
    assert_eq!(preflight.value("x-cors-reason"), "method-not-allowed");
    assert_eq!(envoy.ask("GET", "/", &[]).value("x-cors-reason"), "");

    let lines = [
        "GET 200 https://app.example -",
        "GET 200 https://other.example origin-not-allowed",
        "OPTIONS 204 https://app.example method-not-allowed",
        "GET 200 - -",
    ];
    let log = eventually(PATIENCE, || {
        let log = envoy.file("access.log");
        // The first are those of who looked whether it listens.
        let asked = log.lines().filter(|line| line.starts_with(['G', 'O'])).count();
        (asked >= lines.len()).then_some(log)
    });
    let log = log.expect("it is written after some seconds");
    assert!(log.lines().eq(lines), "{log}");
    for (name, count) in [
        ("actual.allowed", 1),
        ("actual.origin-not-allowed", 1),
        ("preflight.method-not-allowed", 1),
        ("preflight.allowed", 0),
    ] {
        let name = format!("{statistics}.crosscheck.{name}");
        assert_eq!(envoy.statistic(&name), Some(count), "{name}");
    }
}

#[test]
fn envoy_1_38_loads_the_module_too() {
    loads_the_module_too(peer::ENVOY_1_38);
}

#[test]
fn envoy_1_39_loads_the_module_too() {
    loads_the_module_too(peer::ENVOY_1_39);
}

fn loads_the_module_too(program: &'static str) {
    let upstream = Upstream::start(200, &SAID);
    let off = json!({
        "match": { "prefix": "/off" },
        "route": { "cluster": "application" },
        "typed_per_filter_config": per_route("off", ""),
    });
    let filter = filter("enforce", POLICY);
    let program = Some(program);
    let setup = Setup { program, filter, routes: vec![off], ..Setup::default() };
    let Some(envoy) = Envoy::start_or_skip(upstream.address(), &setup) else { return };
    assert_eq!([reader(&envoy, "/", APP), reader(&envoy, "/", OTHER)], [APP, ""]);
    assert_eq!(reader(&envoy, "/off", OTHER), "*");
    let asked = [("origin", APP), ("access-control-request-method", "PUT")];
    assert_eq!(envoy.ask("OPTIONS", "/", &asked).status, 204);
    let permitted = "dynamicmodulescustom.crosscheck.preflight.allowed";
    assert_eq!(envoy.statistic(permitted), Some(1));
}

#[test]
fn a_policy_that_is_wrong_is_refused_at_the_start_and_the_log_says_where() {
    let (_held, dead) = dead_address().expect("an address");
    let policy = "[cors]\norigins = [\"https://app.example/\"]\n";
    let setup = Setup { filter: filter("enforce", policy), ..Setup::default() };
    let Some(started) = Envoy::start_or_tell(dead, &setup) else { return };
    let log = started.expect_err("there is no policy to serve by");
    assert!(log.contains("crosscheck: policy:2:12: invalid-origin: "), "{log}");
}

/// A folder with the file that Envoy watches. What is written is put in its place whole.
struct Watched(tempfile::TempDir);

impl Watched {
    fn put(&self, version: &str, typed_filter: &Value) {
        let new = self.0.path().join("new");
        fs::write(&new, discovered(version, typed_filter).to_string()).expect("it is written");
        fs::rename(new, self.file()).expect("it is renamed");
    }

    fn file(&self) -> std::path::PathBuf {
        self.0.path().join("policy.json")
    }
}

#[test]
fn a_new_policy_holds_at_once_and_a_bad_one_never() {
    replaced(envoy::TYPE, |policy| typed_filter("enforce", policy));
}

/// In: the kind of a filter's configuration, and how one is made of a policy.
fn replaced(kind: &str, typed_filter: impl Fn(&str) -> Value) {
    let upstream = Upstream::start(200, &SAID);
    let watched = Watched(tempfile::tempdir().expect("a folder"));
    watched.put("1", &typed_filter(POLICY));
    let file = watched.file();
    let setup = Setup { filter: discovered_filter(kind, Path::new(&file)), ..Setup::default() };
    let Some(envoy) = Envoy::start_or_skip(upstream.address(), &setup) else { return };
    let updates = |what: &str| {
        let name = format!("extension_config_discovery.http_filter.crosscheck.{what}");
        envoy.statistic(&name).unwrap_or_default()
    };
    let readers = || [APP, OTHER].map(|origin| reader(&envoy, "/", origin));
    let is_in_force = |expected: [&str; 2]| {
        eventually(PATIENCE, || (readers() == expected).then_some(())).is_some()
    };
    assert!(is_in_force([APP, ""]));

    watched.put("2", &typed_filter(OTHER_POLICY));
    assert!(is_in_force(["", OTHER]), "{}", envoy.log());

    watched.put("3", &typed_filter("[cors]\norigins = [\"*\"]\ncredentials = true\n"));
    let is_refused = eventually(PATIENCE, || (updates("update_rejected") == 1).then_some(()));
    assert!(is_refused.is_some(), "{}", envoy.log());
    assert_eq!(readers(), ["", OTHER], "the old one serves on");
    let log = envoy.log();
    assert!(log.contains("crosscheck: policy:2:"), "the log says where: {log}");

    watched.put("4", &typed_filter(POLICY));
    assert!(is_in_force([APP, ""]), "what is put right is taken");
    assert_eq!(updates("update_rejected"), 1);
}
