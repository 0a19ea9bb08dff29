//! The filter as a plugin of proxy-wasm: what is otherwise than with the module.

use conformance::binary;
use conformance::envoy;
use conformance::envoy::Envoy;
use conformance::envoy::Setup;
use conformance::envoy_wasm;
use conformance::envoy_wasm::filter_or_skip;
use conformance::envoy_wasm::typed_filter;
use conformance::peer;
use conformance::process::dead_address;
use serde_json::Value;
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
    let noted = "%FILTER_STATE(wasm.crosscheck.report-only:PLAIN)%";
    let noted = json!({ "header": { "key": "x-noted", "value": noted } });
    let wrong = "origin-not-allowed";
    for (name, preflight, counted, noted_as) in
        [("report-only", 200, Some(1), wrong), ("off", 200, Some(0), "")]
    {
        let Some(filter) = filter_or_skip(name, POLICY) else { return };
        let route_configuration = json!({ "response_headers_to_add": [noted] });
        let setup = Setup { filter, route_configuration, ..Setup::default() };
        let Some(envoy) = Envoy::start_or_skip(upstream.address(), &setup) else { return };
        let answer = read_by(&envoy, "/", OTHER);
        let told = ["access-control-allow-origin", "x-noted"].map(|line| answer.value(line));
        assert_eq!(told, ["*", noted_as], "{name}: the application speaks");
        assert_eq!(envoy.ask("OPTIONS", "/", &PREFLIGHT).status, preflight, "{name}");
        let refused = "wasmcustom.crosscheck.actual.origin-not-allowed";
        assert_eq!(envoy.statistic(refused), counted, "{name}");
    }
}

/// What Istio makes of the file: it hands `pluginConfig` on as a text of JSON and tells the plugin a variable of its
/// own, its agent puts a file in the image's place, and Envoy gets all of it by `ECDS`. That Istio takes the file, its
/// schema says.
#[test]
fn the_plugin_for_istio_is_run_as_istio_renders_it() {
    let Some(plugin) = binary::envoy_wasm_or_skip() else { return };
    let file = include_str!("../../../../deploy/istio/wasmplugin.yaml");
    let file: Value = serde_saphyr::from_str(file).expect("YAML");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let (metadata, spec) = (&file["metadata"], &file["spec"]);
    let name = format!("{}.{}", text(&metadata["namespace"]), text(&metadata["name"]));
    let failure_policy = match &*text(&spec["failStrategy"]) {
        "FAIL_CLOSE" => "FAIL_CLOSED".to_owned(),
        other => other.to_owned(),
    };
    let mut rendered = envoy_wasm::typed_filter(
        &plugin,
        &text(&spec["pluginName"]),
        &spec["pluginConfig"].to_string(),
    );
    let config = &mut rendered["config"];
    config["name"] = json!(name);
    config["failure_policy"] = json!(failure_policy);
    config["vm_config"]["environment_variables"] =
        json!({ "key_values": { "ISTIO_META_WASM_PLUGIN_RESOURCE_VERSION": "1" } });
    let mut discovered = envoy::discovered("1", &rendered);
    discovered["resources"][0]["name"] = json!(name);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("wasmplugin.json");
    std::fs::write(&path, discovered.to_string()).expect("it is written");
    let mut filter = envoy::discovered_filter(envoy_wasm::TYPE, &path);
    filter["name"] = json!(name);
    let discovery = &mut filter["config_discovery"];
    // Its agent pushes a filter that lets nobody in where a plugin cannot be had.
    let rbac = "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC";
    discovery["type_urls"] = json!([envoy_wasm::TYPE, rbac]);
    discovery["config_source"]["initial_fetch_timeout"] = json!("0s");
    let upstream = Upstream::start(200, &SAID);
    let setup = Setup { filter, ..Setup::default() };
    let Some(envoy) = Envoy::start_or_skip(upstream.address(), &setup) else { return };
    let app = "https://app.example.com";
    assert_eq!([reader(&envoy, "/", app), reader(&envoy, "/", OTHER)], [app, ""]);
    let asked = [("origin", app), ("access-control-request-method", "DELETE")];
    let answer = envoy.ask("OPTIONS", "/", &asked);
    let told = ["access-control-allow-methods", "access-control-max-age"];
    assert_eq!(answer.status, 204);
    assert_eq!(told.map(|name| answer.value(name)), ["PUT, DELETE", "600"], "{answer:?}");
    assert_eq!(envoy.statistic("wasmcustom.crosscheck.actual.allowed"), Some(1));
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
