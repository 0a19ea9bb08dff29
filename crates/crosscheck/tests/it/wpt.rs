//! The Fetch standard's own tests, as scenarios: what the `spec` profile must do.
//!
//! `tests/data/README.md` tells where the facts come from and what was left out.

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
use serde::Deserialize;

/// What a test asks of a scenario; what is absent is not asked.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Expectation {
    /// How the last step ends: `success` or `network error`.
    outcome: Option<String>,
    /// The filtered response's type.
    r#type: Option<String>,
    /// The status that script sees.
    status: Option<u16>,
    /// The URL that script sees.
    url: Option<String>,
    /// The body that script reads.
    body: Option<String>,
    /// Headers that script can read, or not (`null`).
    readable: BTreeMap<String, Option<String>>,
    /// Whether script sees no header at all.
    no_headers: bool,
    /// Whether there is any preflight.
    preflight: Option<bool>,
    /// Whether the last request but one is a preflight.
    preflight_before_last: bool,
    /// `Access-Control-Request-Headers` of the first preflight.
    requested_headers: Option<String>,
    /// The methods of all requests, in order.
    methods: Option<Vec<String>>,
    /// The methods of the requests to one origin.
    methods_at: Option<MethodsAt>,
    /// The method of the last request.
    method: Option<String>,
    /// `Origin` of the last request; `null` for none.
    #[serde(deserialize_with = "present")]
    origin: Option<Option<String>>,
    /// Headers that the last request has, or has not.
    sends: BTreeMap<String, bool>,
}

#[derive(Debug, Deserialize)]
struct MethodsAt {
    origin: String,
    methods: Vec<String>,
}

fn present<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(d).map(Some)
}

#[test]
fn the_spec_profile_does_what_the_standards_tests_ask() {
    let exceptions: BTreeSet<&str> = EXCEPTIONS.iter().map(|(id, _)| *id).collect();
    let mut text = String::new();
    let packed: &[u8] = include_bytes!("../data/wpt.jsonl.gz");
    flate2::read::GzDecoder::new(packed).read_to_string(&mut text).expect("UTF-8 in gzip");
    let (mut asked, mut differing) = (0, BTreeMap::new());
    for line in text.lines() {
        let value: serde_json::Value = serde_json::from_str(line).expect("each line is JSON");
        let scenario: Scenario = serde_json::from_value(value.clone()).expect("a scenario");
        let expectation: Expectation =
            serde_json::from_value(value["expect"].clone()).expect("an expectation");
        let mut player = Player::new(&Profile::SPEC);
        player.registrable_domain = |host| host.ends_with(SITE).then_some(SITE);
        let record = player.play(&scenario, &mut ScriptedServer::new(&scenario.server));
        asked += 1;
        let wrong = disagreements(&expectation, &record);
        if !wrong.is_empty() {
            differing.insert(scenario.id, wrong.join("; "));
        }
    }
    assert_eq!(asked, 580);
    let names: BTreeSet<&str> = differing.keys().map(String::as_str).collect();
    assert_eq!(names, exceptions, "{differing:#?}");
}

/// Tests that ask for something else than the standard says, each with the reason.
const EXCEPTIONS: [(&str, &str); 3] = [
    (
        "cors/preflight-cache.htm: age = -1, should not be cached",
        "`-1` is no number of seconds, so the standard takes its default of five",
    ),
    (
        "fetch/api/basic/request-forbidden-headers.any.js: Referer is a forbidden request header",
        "script's own is dropped, as the test asks; the browser's goes along, which the transcription forbids",
    ),
    (
        "fetch/api/redirect/redirect-method.any.js: Redirect 303 with GET",
        "a 303 leaves a `GET` as it is, and with it the headers that script set on it",
    ),
];

fn disagreements(expected: &Expectation, record: &Record) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut ask = |what: &str, is: String, should: String| {
        if is != should {
            wrong.push(format!("{what} is {is}, not {should}"));
        }
    };
    let last_step = record.steps.last().expect("a scenario has steps");
    let nothing = WireRequest::default();
    let last = record.wire.last().unwrap_or(&nothing);
    let is_preflight = |r: &WireRequest| r.headers.contains_key("access-control-request-method");
    let methods = |requests: &mut dyn Iterator<Item = &WireRequest>| -> String {
        requests.map(|r| r.method.as_str()).collect::<Vec<_>>().join(" ")
    };
    if let Some(outcome) = &expected.outcome {
        let failed = matches!(last_step, StepRecord::Error { .. });
        let is = if failed { "network error" } else { "success" };
        ask("outcome", is.into(), outcome.clone());
    }
    let (mut kind, mut seen_status, mut seen_url, mut seen_body, mut seen) =
        (String::new(), 0, String::new(), String::new(), BTreeMap::new());
    if let StepRecord::Response { response_type, status, url, headers, body, .. } = last_step {
        kind.clone_from(response_type);
        (seen_status, seen_url, seen_body) = (*status, url.clone(), body.clone());
        seen = headers.iter().cloned().collect();
    }
    if let Some(r#type) = &expected.r#type {
        ask("type", kind, r#type.clone());
    }
    if let Some(status) = expected.status {
        ask("status", seen_status.to_string(), status.to_string());
    }
    if let Some(url) = &expected.url {
        ask("url", seen_url, url.clone());
    }
    if let Some(body) = &expected.body {
        ask("body", seen_body, body.clone());
    }
    for (name, value) in &expected.readable {
        ask(name, format!("{:?}", seen.get(name)), format!("{:?}", value.as_ref()));
    }
    if expected.no_headers {
        ask("headers", format!("{seen:?}"), "{}".into());
    }
    if let Some(preflight) = expected.preflight {
        let is = record.wire.iter().any(is_preflight);
        ask("preflight", is.to_string(), preflight.to_string());
    }
    if expected.preflight_before_last {
        let before_last = record.wire.iter().rev().nth(1);
        ask("preflight", before_last.is_some_and(is_preflight).to_string(), "true".into());
    }
    if let Some(names) = &expected.requested_headers {
        let first = record.wire.iter().find(|r| is_preflight(r)).unwrap_or(&nothing);
        let is = first.headers.get("access-control-request-headers");
        ask("requested headers", is.map(ToString::to_string).unwrap_or_default(), names.clone());
    }
    if let Some(all) = &expected.methods {
        ask("methods", methods(&mut record.wire.iter()), all.join(" "));
    }
    if let Some(at) = &expected.methods_at {
        let is = methods(&mut record.wire.iter().filter(|r| r.origin == at.origin));
        ask("methods there", is, at.methods.join(" "));
    }
    if let Some(method) = &expected.method {
        ask("method", last.method.clone(), method.clone());
    }
    if let Some(origin) = &expected.origin {
        ask(
            "origin",
            format!("{:?}", last.headers.get("origin")),
            format!("{:?}", origin.as_ref()),
        );
    }
    for (name, sent) in &expected.sends {
        ask(name, last.headers.contains_key(&**name).to_string(), sent.to_string());
    }
    wrong
}

/// The site of the tests' own hosts.
const SITE: &str = "web-platform.test";
