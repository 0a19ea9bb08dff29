//! What `docs/fleet.md` says to write for Envoy, written so.

use std::net::SocketAddr;

use conformance::envoy::Envoy;
use conformance::envoy::Setup;
use serde_json::Value;
use serde_json::json;

use crate::envoy_module::upstream::Upstream;
use crate::fleet::BOTH;
use crate::fleet::Fleet;
use crate::fleet::NARROW;
use crate::fleet::SAID;
use crate::fleet::certificates;
use crate::fleet::readers;

/// The blocks there: all of an Envoy, its filters, its statistics, filters beside another server, and TLS.
pub(crate) fn blocks(server: SocketAddr, edit: impl Fn(String) -> String) -> [Value; 5] {
    let page = include_str!("../../../docs/fleet.md");
    let blocks = page.split("```yaml\n").skip(1).map(|rest| {
        let (block, _) = rest.split_once("\n```").expect("its end");
        let block = block.replace("port_value: 18000", &format!("port_value: {}", server.port()));
        serde_saphyr::from_str(&edit(block)).expect("YAML")
    });
    blocks.collect::<Vec<_>>().try_into().expect("five blocks")
}

/// An Envoy of those blocks.
pub(crate) fn setup(whole: &Value, filters: Value) -> Setup {
    let clusters = whole["static_resources"]["clusters"].as_array().expect("a list").clone();
    let mut bootstrap = whole.clone();
    bootstrap.as_object_mut().expect("an object").remove("static_resources");
    Setup { filter: filters, clusters, bootstrap, ..Setup::default() }
}

#[test]
fn an_envoy_is_pushed_what_is_in_force_and_counts_what_is_on_trial() {
    let upstream = Upstream::start(200, &SAID);
    let served = Fleet::start(BOTH, &["--canary", "100%"]);
    served.put("default.candidate.toml", NARROW);
    let [whole, filters, statistics, ..] = blocks(served.listen, |block| block);
    let mut setup = setup(&whole, filters);
    setup.bootstrap["stats_sinks"] = statistics["stats_sinks"].clone();
    setup.bootstrap["stats_flush_interval"] = json!("0.2s");
    let Some(envoy) = Envoy::start_or_skip(upstream.address(), &setup) else { return };
    served.until("it reports", |status| status["groups"]["default"]["reporting"] == 1);
    assert_eq!(readers(&envoy), [true, true, false]);
    let status = served.until("it is counted", |status| {
        status["groups"]["default"]["candidate_decided"]["actual.origin-not-allowed"] == 2
    });
    assert_eq!(
        (&status["nodes"][0]["id"], &status["nodes"][0]["group"]),
        (&json!("edge-1"), &json!("shop"))
    );
}

/// Each filter asks by a stream of its own, and is none of another server's business.
#[test]
fn an_envoy_of_another_server_is_pushed_its_filters_alone() {
    let upstream = Upstream::start(200, &SAID);
    let served = Fleet::start(BOTH, &["--canary", "100%"]);
    for api in ["DELTA_GRPC", "GRPC"] {
        let [whole, mut filters, _, alone, _] = blocks(served.listen, |block| block);
        let mut source = alone.clone();
        source["api_config_source"]["api_type"] = json!(api);
        source["resource_api_version"] = json!("V3");
        for filter in filters.as_array_mut().expect("a list") {
            filter["config_discovery"]["config_source"] = source.clone();
        }
        let mut setup = setup(&whole, filters);
        setup.bootstrap.as_object_mut().expect("an object").remove("dynamic_resources");
        let Some(envoy) = Envoy::start_or_skip(upstream.address(), &setup) else { return };
        assert_eq!(readers(&envoy), [true, true, false], "{api}");
        let status = served.until("it runs it", |status| {
            status["groups"]["default"]["in_force"] == 1
                && status["groups"]["default"]["nodes"] == 1
        });
        assert_eq!(status["nodes"].as_array().map(Vec::len), Some(1), "{status:#}");
        drop(envoy);
        served.until("it is gone", |status| status["nodes"] == json!([]));
    }
}

#[test]
fn both_sides_show_certificates() {
    let upstream = Upstream::start(200, &SAID);
    let files = tempfile::tempdir().expect("a folder");
    let [authority, server, server_key, ..] = certificates(files.path());
    let secure =
        ["--certificate", &server, "--key", &server_key, "--client-authorities", &authority];
    let served = Fleet::start(NARROW, &secure);
    for (name, is_pushed) in [("fleet.example.com", true), ("other.example.com", false)] {
        let in_folder = |block: String| {
            let place = format!("filename: {}/", files.path().display());
            block.replace("filename: ", &place).replace("fleet.example.com", name)
        };
        let [mut whole, filters, _, _, tls] = blocks(served.listen, in_folder);
        whole["static_resources"]["clusters"][0]["transport_socket"] =
            tls["transport_socket"].clone();
        let mut filter = filters[1].clone();
        // It waits no longer than this, and serves without.
        filter["config_discovery"]["config_source"]["initial_fetch_timeout"] = json!("3s");
        let Some(envoy) = Envoy::start_or_skip(upstream.address(), &setup(&whole, filter)) else {
            return;
        };
        let answer = envoy.ask("GET", "/", &[("origin", "https://app.example")]);
        assert_eq!(answer.status, if is_pushed { 200 } else { 500 }, "{name}: {}", envoy.log());
    }
}
