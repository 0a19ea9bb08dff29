//! Policies of the filter and of a route that are replaced again and again while requests are under way.

use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use conformance::envoy::Envoy;
use conformance::envoy::Setup;
use conformance::envoy::TYPE;
use conformance::envoy::discovered;
use conformance::envoy::discovered_filter;
use conformance::envoy::per_route;
use conformance::envoy::typed_filter;
use conformance::process::PATIENCE;
use conformance::process::eventually;
use serde_json::Value;
use serde_json::json;

use crate::envoy_module::APP;
use crate::envoy_module::OTHER;
use crate::envoy_module::OTHER_POLICY;
use crate::envoy_module::POLICY;
use crate::envoy_module::SAID;
use crate::envoy_module::upstream::Upstream;

const SWAPS: usize = 40;

#[test]
fn no_request_is_lost_and_none_is_answered_by_no_policy_while_they_are_swapped() {
    let upstream = Upstream::start(200, &SAID);
    let folder = tempfile::tempdir().expect("a folder");
    let (of_filter, of_routes) = (folder.path().join("filter"), folder.path().join("routes"));
    put(&of_filter, &discovered("0", &typed_filter("enforce", POLICY)));
    put(&of_routes, &routes(0));
    let setup = Setup {
        filter: discovered_filter(TYPE, &of_filter),
        connection_manager: json!({
            "route_config": null,
            "rds": {
                "route_config_name": "pages",
                "config_source": {
                    "path_config_source": { "path": of_routes }, "resource_api_version": "V3",
                },
            },
        }),
        ..Setup::default()
    };
    let Some(envoy) = Envoy::start_or_skip(upstream.address(), &setup) else { return };
    let is_there = || (envoy.ask("GET", "/", &[]).status == 200).then_some(());
    eventually(PATIENCE, is_there).expect("routes come");
    let (is_over, asked) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        for path in ["/", "/own", "/", "/own"] {
            let (envoy, is_over, asked) = (&envoy, &is_over, &asked);
            scope.spawn(move || {
                while !is_over.load(Ordering::Relaxed) {
                    for origin in [APP, OTHER] {
                        let answer = envoy.ask("GET", path, &[("origin", origin)]);
                        assert_eq!(answer.status, 200, "{path}");
                        let reader = answer.value("access-control-allow-origin");
                        // By one policy or by the other; never the upstream's `*`.
                        assert!(reader.is_empty() || reader == origin, "{path}: {reader}");
                        assert_eq!(answer.value("vary"), "Origin", "{path}");
                        asked.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
        for swap in 1..=SWAPS {
            let policy = if swap.is_multiple_of(2) { POLICY } else { OTHER_POLICY };
            put(&of_filter, &discovered(&swap.to_string(), &typed_filter("enforce", policy)));
            put(&of_routes, &routes(swap));
            thread::sleep(Duration::from_millis(40));
        }
        // The last ones are those of the beginning.
        let reader =
            |path| envoy.ask("GET", path, &[("origin", APP)]).value("access-control-allow-origin");
        let are_last = || (reader("/") == APP && reader("/own").is_empty()).then_some(());
        let came = eventually(PATIENCE, are_last);
        is_over.store(true, Ordering::Relaxed);
        assert!(came.is_some(), "{}", envoy.log());
    });
    let taken = "extension_config_discovery.http_filter.crosscheck.config_reload";
    let taken = envoy.statistic(taken).unwrap_or_default();
    eprintln!("{} requests while {taken} policies were taken", asked.into_inner());
    assert!(taken > 5, "it was asked while they were swapped: {taken}");
}

/// Puts a file in the place of another, whole.
fn put(file: &Path, text: &Value) {
    let new = file.with_extension("new");
    fs::write(&new, text.to_string()).expect("it is written");
    fs::rename(new, file).expect("it is renamed");
}

/// Routes of which one has a policy of its own: the other one, by turns.
fn routes(version: usize) -> Value {
    let policy = if version.is_multiple_of(2) { OTHER_POLICY } else { POLICY };
    json!({
        "version_info": version.to_string(),
        "resources": [{
            "@type": "type.googleapis.com/envoy.config.route.v3.RouteConfiguration",
            "name": "pages",
            "virtual_hosts": [{ "name": "pages", "domains": ["*"], "routes": [
                {
                    "match": { "prefix": "/own" },
                    "route": { "cluster": "application" },
                    "typed_per_filter_config": per_route("enforce", policy),
                },
                { "match": { "prefix": "/" }, "route": { "cluster": "application" } },
            ] }],
        }],
    })
}
