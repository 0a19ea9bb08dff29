//! A policy on trial on a share of ten Envoys, put into force on all, and taken back, as `docs/fleet.md` says. The server is
//! killed at each step, and started again.

use conformance::envoy::Envoy;
use conformance::process::PATIENCE;
use conformance::process::eventually;
use serde_json::Value;
use serde_json::json;

use crate::envoy_module::upstream::Upstream;
use crate::fleet::BOTH;
use crate::fleet::Fleet;
use crate::fleet::NARROW;
use crate::fleet::SAID;
use crate::fleet::readers;
use crate::fleet::until_all;
use crate::fleet::updates;
use crate::fleet_documented::blocks;
use crate::fleet_documented::setup;

/// By their names one of them is in a share of 10 %, and five in one of 50 %.
const ENVOYS: usize = 10;
const BY_BOTH: [bool; 3] = [true, true, false];
const BY_NARROW: [bool; 3] = [true, false, false];

fn group(status: &Value) -> &Value {
    &status["groups"]["default"]
}

/// How many of the ten take part, once that many do.
fn until_tried(served: &Fleet, nodes: usize) -> Value {
    served.until(&format!("{nodes} try it"), |status| {
        let group = group(status);
        (&group["in_force"], &group["trying"], &group["reporting"])
            == (&json!(ENVOYS), &json!(nodes), &json!(nodes))
    })
}

/// What was allowed by the policy in force, and by the one on trial.
fn until_counted(served: &Fleet, allowed: [usize; 2]) -> Value {
    served.until(&format!("{allowed:?} are counted"), |status| {
        let group = group(status);
        [&group["decided"], &group["candidate_decided"]].map(|counted| &counted["actual.allowed"])
            == allowed.map(|count| json!(count)).each_ref()
    })
}

fn start(served: &Fleet, upstream: &Upstream) -> Option<Vec<Envoy>> {
    let start = |number| {
        let named = |block: String| block.replace("edge-1", &format!("edge-{number}"));
        let [whole, filters, statistics, ..] = blocks(served.listen, named);
        let mut setup = setup(&whole, filters);
        setup.bootstrap["stats_sinks"] = statistics["stats_sinks"].clone();
        setup.bootstrap["stats_flush_interval"] = json!("0.2s");
        setup.connection_manager = json!({ "access_log": [{
            "name": "file",
            "typed_config": {
                "@type": "type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog",
                "path": "access.log",
                "log_format": { "text_format_source": { "inline_string":
                    "%REQ(ORIGIN)% %DYNAMIC_METADATA(crosscheck:reason)% %DYNAMIC_METADATA(crosscheck:report-only)%\n"
                } },
            },
        }] });
        Envoy::start_or_skip(upstream.address(), &setup)
    };
    (0..ENVOYS).map(start).collect()
}

#[test]
fn a_policy_is_tried_on_a_share_put_into_force_and_taken_back() {
    let upstream = Upstream::start(200, &SAID);
    let mut served = Fleet::start(BOTH, &[]);
    let Some(envoys) = start(&served, &upstream) else { return };
    until_all(&envoys, BY_BOTH);
    served.put("default.candidate.toml", NARROW);
    served.until("it lies there", |status| !group(status)["candidate"].is_null());

    // A tenth of them. Whoever is in no share tries nothing, and nothing changes for pages of either.
    served.kill();
    served.serve(&["--canary", "10%"]);
    let status = until_tried(&served, 1);
    let nodes = status["nodes"].as_array().expect("a list");
    let trying: Vec<_> = nodes.iter().filter(|node| node["is_canary"] == true).collect();
    assert_eq!((trying.len(), &trying[0]["id"]), (1, &json!("edge-3")), "{status:#}");
    for _ in 0..3 {
        assert!(envoys.iter().all(|envoy| readers(envoy) == BY_BOTH));
    }
    let status = until_counted(&served, [6, 3]);
    let [now, then] = ["decided", "candidate_decided"].map(|of| &group(&status)[of]);
    let refused = "actual.origin-not-allowed";
    assert_eq!((&now[refused], &then[refused]), (&json!(3), &json!(6)), "{status:#}");
    assert_eq!(group(&status)["parted"], json!({ "actual.newly-refused": 3 }), "{status:#}");
    // So it is for whoever collects it.
    let metrics = served.admin("/metrics");
    for (labels, count) in [
        ("request=\"actual\",difference=\"newly-refused\"", 3),
        ("request=\"actual\",difference=\"newly-allowed\"", 0),
    ] {
        let line = format!(
            "crosscheck_fleet_trial_differences_total{{group=\"default\",{labels}}} {count}"
        );
        assert!(metrics.lines().any(|told| told == line), "{line}: {metrics}");
    }
    // Who it is about, its access log says: a page that one of the two policies alone refuses.
    let parting = "https://other.example - origin-not-allowed";
    let log = eventually(PATIENCE, || {
        Some(envoys[3].file("access.log")).filter(|log| log.matches(parting).count() == 3)
    });
    let log = log.unwrap_or_else(|| envoys[3].file("access.log"));
    for (line, count) in [
        (parting, 3),
        ("https://app.example - -", 1 + 3),
        ("https://evil.example origin-not-allowed -", 1),
        ("https://evil.example origin-not-allowed origin-not-allowed", 3),
    ] {
        assert_eq!(log.lines().filter(|told| *told == line).count(), count, "{line}: {log}");
    }

    // Half of them, by a server that goes on counting.
    let is_kept = || {
        let kept = served.file(".crosscheck-fleet/trials.json");
        kept.contains("\"actual.allowed\":6").then_some(())
    };
    eventually(PATIENCE, is_kept).expect("it is kept every five seconds");
    served.kill();
    assert!(envoys.iter().all(|envoy| readers(envoy) == BY_BOTH), "without it");
    served.serve(&["--canary", "50%"]);
    until_counted(&served, [6, 3]);
    until_tried(&served, 5);
    assert!(envoys.iter().all(|envoy| readers(envoy) == BY_BOTH));
    until_counted(&served, [6 + 10, 3 + 5]);

    // Into force on all, while nobody serves.
    served.kill();
    served.rename("default.candidate.toml", "default.toml");
    assert!(envoys.iter().all(|envoy| readers(envoy) == BY_BOTH), "without it");
    served.serve(&["--canary", "50%"]);
    until_all(&envoys, BY_NARROW);
    let all_run_it = |status: &Value| group(status)["in_force"] == ENVOYS;
    let status = served.until("all run it", all_run_it);
    let group = group(&status);
    assert_eq!((&group["candidate"], &group["decided"]), (&Value::Null, &json!({})), "{status:#}");

    // Back again, which lets somebody do more: not where only another group may.
    served.put("default.toml", BOTH);
    served.until("it is told", |status| status["problems"].to_string().contains("may do more"));
    assert!(envoys.iter().all(|envoy| readers(envoy) == BY_NARROW), "it is not meant");
    served.kill();
    served.serve(&["--allow-widening=pay,shop"]);
    served.until("it is told", |status| status["problems"].to_string().contains("may do more"));
    assert!(envoys.iter().all(|envoy| readers(envoy) == BY_NARROW), "it is not meant");
    served.kill();
    served.serve(&["--allow-widening=shop,default"]);
    until_all(&envoys, BY_BOTH);
    served.until("all run it", all_run_it);

    // Killed once more, it sends nobody anything.
    let before = updates(&envoys);
    served.kill();
    served.serve(&[]);
    served.until("all are back", |status| all_run_it(status) && status["problems"] == json!([]));
    assert_eq!(before, updates(&envoys), "nothing was sent");
    assert!(envoys.iter().all(|envoy| readers(envoy) == BY_BOTH));
}
