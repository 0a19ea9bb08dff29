//! The filter as a plugin of proxy-wasm: what is otherwise than with the module.

use conformance::binary;
use conformance::envoy::Envoy;
use conformance::envoy::Setup;
use conformance::envoy_wasm;
use conformance::envoy_wasm::filter_or_skip;
use conformance::envoy_wasm::typed_filter;
use conformance::peer;
use conformance::process::dead_address;
use serde_json::json;

use crate::envoy_module::APP;
use crate::envoy_module::OTHER;
use crate::envoy_module::POLICY;
use crate::envoy_module::SAID;
use crate::envoy_module::read_by;
use crate::envoy_module::reader;
use crate::envoy_module::replaced;
use crate::envoy_module::says_why;
use crate::envoy_module::upstream::Upstream;

const PREFLIGHT: [(&str, &str); 2] = [("origin", APP), ("access-control-request-method", "PUT")];

#[test]
fn statistics_the_access_log_and_a_header_say_why() {
    let Some(filter) = filter_or_skip("enforce", POLICY) else { return };
    says_why(filter, "%FILTER_STATE(wasm.crosscheck.reason:PLAIN)%", "wasmcustom");
}

#[test]
fn its_name_says_what_comes_of_the_policy() {
    let upstream = Upstream::start(200, &SAID);
    for (name, preflight, counted) in [("report-only", 200, Some(1)), ("off", 200, Some(0))] {
        let Some(filter) = filter_or_skip(name, POLICY) else { return };
        let setup = Setup { filter, ..Setup::default() };
        let Some(envoy) = Envoy::start_or_skip(upstream.address(), &setup) else { return };
        assert_eq!(reader(&envoy, "/", OTHER), "*", "{name}: the application speaks");
        assert_eq!(envoy.ask("OPTIONS", "/", &PREFLIGHT).status, preflight, "{name}");
        let refused = "wasmcustom.crosscheck.actual.origin-not-allowed";
        assert_eq!(envoy.statistic(refused), counted, "{name}");
    }
}

/// Istio's `pluginConfig` is an object, which it hands on as a text of JSON. That it takes the file, its schema says.
#[test]
fn the_policy_of_the_plugin_for_istio_is_read() {
    if binary::envoy_wasm_or_skip().is_none() {
        return;
    }
    let file = include_str!("../../../../deploy/istio/wasmplugin.yaml");
    let (_, policy) = file.split_once("    policy: |\n").expect("a policy");
    let policy = policy.replace("\n      ", "\n");
    let object = json!({ "policy": policy.trim_start() }).to_string();
    let filter = filter_or_skip("enforce", &object).expect("it is built");
    let upstream = Upstream::start(200, &SAID);
    let setup = Setup { filter, ..Setup::default() };
    let Some(envoy) = Envoy::start_or_skip(upstream.address(), &setup) else { return };
    let app = "https://app.example.com";
    assert_eq!([reader(&envoy, "/", app), reader(&envoy, "/", OTHER)], [app, ""]);
}

#[test]
fn a_route_switches_it_off_as_any_filter() {
    let Some(filter) = filter_or_skip("enforce", POLICY) else { return };
    let upstream = Upstream::start(200, &SAID);
    let off = json!({
        "match": { "prefix": "/off" },
        "route": { "cluster": "application" },
        "typed_per_filter_config": { "crosscheck": {
            "@type": "type.googleapis.com/envoy.config.route.v3.FilterConfig",
            "disabled": true,
        } },
    });
    let setup = Setup { filter, routes: vec![off], ..Setup::default() };
    let Some(envoy) = Envoy::start_or_skip(upstream.address(), &setup) else { return };
    assert_eq!([reader(&envoy, "/", OTHER), reader(&envoy, "/off", OTHER)], ["", "*"]);
}

/// Envoy begins with a plugin when a request reaches it.
#[test]
fn what_a_filter_before_it_answers_it_says_nothing_on() {
    let Some(filter) = filter_or_skip("enforce", POLICY) else { return };
    let upstream = Upstream::start(200, &SAID);
    let rbac = json!({
        "name": "envoy.filters.http.rbac",
        "typed_config": {
            "@type": "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC",
            "rules": { "action": "DENY", "policies": { "all": {
                "permissions": [{ "any": true }], "principals": [{ "any": true }],
            } } },
        },
    });
    for (filters, told) in [(json!([rbac, filter]), ""), (json!([filter, rbac]), APP)] {
        let setup = Setup { filter: filters, ..Setup::default() };
        let Some(envoy) = Envoy::start_or_skip(upstream.address(), &setup) else { return };
        assert_eq!(read_by(&envoy, "/", APP).status, 403);
        assert_eq!(reader(&envoy, "/", APP), told);
    }
}

#[test]
fn a_policy_that_is_wrong_is_refused_at_the_start_and_the_log_says_where() {
    let policy = "[cors]\norigins = [\"https://app.example/\"]\n";
    let Some(filter) = filter_or_skip("enforce", policy) else { return };
    let (_held, dead) = dead_address().expect("an address");
    let setup = Setup { filter, ..Setup::default() };
    let Some(started) = Envoy::start_or_tell(dead, &setup) else { return };
    let log = started.expect_err("there is no policy to serve by");
    assert!(log.contains("crosscheck: policy:2:12: invalid-origin: "), "{log}");
}

#[test]
fn a_new_policy_holds_at_once_and_a_bad_one_never() {
    let Some(plugin) = binary::envoy_wasm_or_skip() else { return };
    replaced(envoy_wasm::TYPE, |policy| typed_filter(&plugin, "enforce", policy));
}

#[test]
fn envoy_1_39_runs_it_too() {
    let Some(filter) = filter_or_skip("enforce", POLICY) else { return };
    let upstream = Upstream::start(200, &SAID);
    let setup = Setup { program: Some(peer::ENVOY_1_39), filter, ..Setup::default() };
    let Some(envoy) = Envoy::start_or_skip(upstream.address(), &setup) else { return };
    assert_eq!([reader(&envoy, "/", APP), reader(&envoy, "/", OTHER)], [APP, ""]);
    assert_eq!(envoy.ask("OPTIONS", "/", &PREFLIGHT).status, 204);
    assert_eq!(envoy.statistic("wasmcustom.crosscheck.preflight.allowed"), Some(1));
}
