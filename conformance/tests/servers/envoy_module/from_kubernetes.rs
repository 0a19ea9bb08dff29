//! From a `CorsPolicy` to Envoy's answers: what our program writes for Envoy Gateway, put into Envoy as that
//! puts it there.
//!
//! Envoy Gateway itself, which needs a cluster, is not run. What it makes of an `EnvoyExtensionPolicy` is
//! taken from its translator (`internal/xds/translator/dynamicmodule.go`): the filter is there for all routes
//! and off, `config` is handed on as the JSON that it is, and each route of the target turns the filter on.

use std::process::Command;

use conformance::binary;
use conformance::envoy::Envoy;
use conformance::envoy::Setup;
use conformance::peer;
use serde_json::Value;
use serde_json::json;

use crate::envoy_module::upstream::Upstream;

/// What is written for the example that is handed out, by the policies' names.
fn written() -> Vec<Value> {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../deploy/kubernetes/example.yaml");
    let mut check = Command::new(binary::kubernetes());
    let output = check.args(["check", "--output", "json", example]).output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    told["writes"].as_array().expect("what is written").clone()
}

/// The filter, and what a route says to turn it on.
fn as_envoy_gateway_puts_it(extension: &Value) -> (Value, Value) {
    let module = &extension["spec"]["dynamicModule"][0];
    let name = format!(
        "envoy.filters.http.dynamic_modules/envoyextensionpolicy/shop/{}/dynamic-module/0",
        extension["metadata"]["name"].as_str().expect("a name")
    );
    let on = json!({ &name: {
        "@type": "type.googleapis.com/envoy.config.route.v3.FilterConfig",
        "config": {},
    } });
    let filter = json!({
        "name": name,
        "disabled": true,
        "typed_config": {
            "@type": "type.googleapis.com/envoy.extensions.filters.http.dynamic_modules.v3.DynamicModuleFilter",
            "dynamic_module_config": { "module": { "local": { "filename": binary::envoy_module() } } },
            "filter_name": module["filterName"],
            "filter_config": {
                "@type": "type.googleapis.com/google.protobuf.StringValue",
                "value": module["config"].to_string(),
            },
        },
    });
    (filter, on)
}

#[test]
fn a_policy_of_kubernetes_answers_in_envoy() {
    let upstream = Upstream::start(200, &[("access-control-allow-origin", "*")]);
    let written = written();
    let (app, on_app) = as_envoy_gateway_puts_it(&written[0]);
    let (catalogue, on_catalogue) = as_envoy_gateway_puts_it(&written[1]);
    let route = |path: &str, on: &Value| {
        json!({
            "match": { "prefix": path },
            "route": { "cluster": "application" },
            "typed_per_filter_config": on,
        })
    };
    let router = json!({
        "name": "envoy.filters.http.router",
        "typed_config": { "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router" },
    });
    // The oldest Envoy that loads the module, too.
    for program in [None, Some(peer::ENVOY_1_38)] {
        let setup = Setup {
            program,
            filter: app.clone(),
            routes: vec![route("/catalogue", &on_catalogue), route("/app", &on_app)],
            connection_manager: json!({ "http_filters": [app.clone(), catalogue.clone(), router.clone()] }),
            ..Setup::default()
        };
        let Some(envoy) = Envoy::start_or_skip(upstream.address(), &setup) else { return };
        let by = |path: &str, origin: &str| {
            let answer = envoy.ask("GET", path, &[("origin", origin)]);
            let with = answer.value("access-control-allow-credentials");
            (answer.value("access-control-allow-origin"), with)
        };
        let said = |origin: &str, with: &str| (origin.to_owned(), with.to_owned());
        for (path, origin, answer) in [
            ("/app", "https://app.example.com", said("https://app.example.com", "true")),
            (
                "/app",
                "https://a.preview.example.com",
                said("https://a.preview.example.com", "true"),
            ),
            ("/app", "https://other.example", said("", "")),
            ("/catalogue", "https://other.example", said("*", "")),
            // No policy is attached here: the application speaks.
            ("/", "https://other.example", said("*", "")),
        ] {
            assert_eq!(by(path, origin), answer, "{program:?} {path} {origin}");
        }
        let asked = |method| {
            let app = ("origin", "https://app.example.com");
            envoy.ask("OPTIONS", "/app", &[app, ("access-control-request-method", method)])
        };
        let answer = asked("DELETE");
        assert_eq!(answer.status, 204);
        assert_eq!(answer.value("access-control-max-age"), "600");
        let methods = answer.value("access-control-allow-methods");
        assert!(methods.contains("DELETE") && !methods.contains("PATCH"), "{methods}");
    }
}
