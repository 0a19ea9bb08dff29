//! The engine against what real browsers did: `tests/data/README.md` tells what was recorded.
//!
//! A record that no rule explains is listed with the reason, and must go on differing until it is
//! unlisted.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io::Read;

use crosscheck::agent::Profile;
use crosscheck::scenario::Player;
use crosscheck::scenario::Record;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::StepRecord;
use crosscheck::scenario::WireRequest;
use crosscheck::scenario::play;
use serde_json::Value;

#[test]
fn chromium_does_what_was_recorded() {
    // Of several refused headers Chromium names the one that its hash table yields first; the engine
    // names the first by the alphabet. That is every one of the 15 texts that differ.
    agrees_with_records(&Profile::CHROMIUM, 7_100, &[], 1_829 + 1_644);
}

#[test]
fn firefox_does_what_was_recorded() {
    let unexplained = [
        // A preflight is made anew a moment after an equal one was remembered: Firefox drops its
        // memory when a host name was looked up again, which no scenario tells.
        "af00020",
        // Of three `Accept-Language`s the second is empty, and only the third is sent.
        "h01761",
    ];
    agrees_with_records(&Profile::FIREFOX, 7_002, &unexplained, 1_853 + 1_661);
}

#[test]
fn webkit_does_what_was_recorded() {
    agrees_with_records(&Profile::WEBKIT, 7_100, &[], 1_781 + 1_627);
}

fn agrees_with_records(
    profile: &'static Profile,
    scenarios: usize,
    unexplained: &[&str],
    console_texts: usize,
) {
    let (mut compared, mut differing, mut texts) = (0, BTreeSet::new(), 0);
    let mut player = Player::new(profile);
    for line in recorded_lines().lines() {
        let line: Value = serde_json::from_str(line).expect("each line is JSON");
        // Each set was recorded in a page of its own.
        if line["id"] == "h00000" {
            player = Player::new(profile);
        }
        let scenario: Scenario = serde_json::from_value(line.clone()).expect("a scenario");
        let played = player.play(&scenario, &mut ScriptedServer::new(&scenario.server));
        let Some(agreement) = agreement(&line["seen"][profile.name], &scenario, &played) else {
            continue;
        };
        compared += 1;
        if !agreement.outcome_and_wire {
            differing.insert(scenario.id.clone());
        }
        texts += usize::from(agreement.console == Some(true));
    }
    assert_eq!(compared, scenarios, "{}: scenarios compared", profile.name);
    let unexplained: BTreeSet<String> = unexplained.iter().map(|id| (*id).to_owned()).collect();
    assert_eq!(differing, unexplained, "{}: scenarios that differ", profile.name);
    assert_eq!(texts, console_texts, "{}: console texts that agree", profile.name);
}

#[test]
fn each_difference_between_browsers_is_shown_by_its_scenario() {
    let lines: BTreeMap<String, Value> = recorded_lines()
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .map(|line: Value| (line["id"].as_str().expect("a name").to_owned(), line))
        .collect();
    let agrees = |profile: &'static Profile, name: &str, line: &Value| {
        let scenario: Scenario = serde_json::from_value(line.clone()).expect("a scenario");
        let played = play(&scenario, profile, &mut ScriptedServer::new(&scenario.server));
        let agreement = agreement(&line["seen"][name], &scenario, &played).expect("recorded");
        agreement.outcome_and_wire && agreement.console != Some(false)
    };
    for difference in Profile::DIFFERENCES {
        for (name, evidence) in difference.evidence {
            let profile = Profile::named(name).expect("a profile");
            let shown = format!("{name}: {}: {evidence}", difference.name);
            let Some(line) = lines.get(*evidence) else {
                assert!(evidence.starts_with("its source: "), "{shown}");
                continue;
            };
            assert!(agrees(profile, name, line), "{shown}");
            let without = Box::leak(Box::new(difference.without(profile)));
            assert!(!agrees(without, name, line), "{shown} without it");
        }
    }
}

struct Agreement {
    outcome_and_wire: bool,
    /// Whether the first text about CORS is among the engine's; `None` if there is none.
    console: Option<bool>,
}

/// Compares as the recorder's scorer does; `None` for what was not recorded.
fn agreement(seen: &Value, scenario: &Scenario, played: &Record) -> Option<Agreement> {
    let seen_steps = seen["steps"].as_array()?;
    if seen_steps.iter().any(|step| step["kind"] == "unsupported") {
        return None;
    }
    let wire: Vec<WireRequest> = serde_json::from_value(seen["wire"].clone()).expect("a wire");
    let console = seen["console"].as_array().expect("a console").iter();
    let first = console.filter_map(Value::as_str).find(|text| is_about_cors(text));
    Some(Agreement {
        outcome_and_wire: outcomes(played) == recorded_outcomes(seen_steps)
            && decisive(&played.wire, scenario) == decisive(&wire, scenario),
        console: first.map(|text| played.console.iter().any(|t| t == text)),
    })
}

fn recorded_lines() -> String {
    let files: [&[u8]; 2] = [
        include_bytes!("../data/browsers.jsonl.gz"),
        include_bytes!("../data/browsers-2.jsonl.gz"),
    ];
    let mut text = String::new();
    for packed in files {
        flate2::read::GzDecoder::new(packed).read_to_string(&mut text).expect("UTF-8 in gzip");
    }
    text
}

fn is_about_cors(text: &str) -> bool {
    ["CORS", "Cross-Origin", "Access-Control", "access control"].iter().any(|w| text.contains(w))
}

/// What can be told of a step: an error has no more to it than that it is one.
fn outcomes(record: &Record) -> Vec<Value> {
    let steps = record.steps.iter().map(|step| match step {
        StepRecord::Error { .. } => serde_json::json!({ "kind": "error" }),
        step => serde_json::to_value(step).expect("a step is JSON"),
    });
    recorded_outcomes(&steps.collect::<Vec<_>>())
}

fn recorded_outcomes(steps: &[Value]) -> Vec<Value> {
    let keys = ["kind", "type", "status", "url", "redirected", "headers", "body", "access"];
    let told = |step: &Value| -> Value {
        let kept = keys.iter().filter(|key| **key != "body" || step["type"] != "opaque");
        kept.filter_map(|key| Some(((*key).to_owned(), step.get(*key)?.clone()))).collect()
    };
    steps.iter().map(told).collect()
}

type Sent = (String, String, String, BTreeMap<String, String>);

/// What CORS decides about a request: where it goes and the headers that script or CORS set.
fn decisive(wire: &[WireRequest], scenario: &Scenario) -> Vec<Sent> {
    let set_by_script: BTreeSet<String> = scenario
        .steps
        .iter()
        .flat_map(|step| &step.headers)
        .map(|(name, _)| name.to_ascii_lowercase())
        .collect();
    let is_decisive = |name: &str| {
        DECIDED_BY_CORS.contains(&name)
            || (!SET_BY_THE_TRANSPORT.contains(&name)
                && !name.starts_with("sec-")
                && !name.starts_with("proxy-")
                && (name.starts_with("x-") || set_by_script.contains(name)))
    };
    wire.iter()
        .map(|request| {
            let headers = request.headers.iter().filter(|(name, _)| is_decisive(name));
            let headers = headers.map(|(name, value)| (name.clone(), value.clone())).collect();
            (request.origin.clone(), request.method.clone(), request.path.clone(), headers)
        })
        .collect()
}

const DECIDED_BY_CORS: [&str; 7] = [
    "access-control-request-headers",
    "access-control-request-method",
    "authorization",
    "content-type",
    "cookie",
    "origin",
    "range",
];

const SET_BY_THE_TRANSPORT: [&str; 23] = [
    "accept-charset",
    "accept-encoding",
    "cache-control",
    "connection",
    "content-encoding",
    "content-length",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "host",
    "keep-alive",
    "pragma",
    "priority",
    "referer",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "upgrade-insecure-requests",
    "user-agent",
    "via",
];
