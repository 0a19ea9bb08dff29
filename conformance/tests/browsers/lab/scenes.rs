//! The lab in real browsers: each scene must go as predicted.

use std::collections::BTreeMap;

use conformance::browser::Browser;
use conformance::process::PATIENCE;
use conformance::process::eventually;
use serde_json::Value;
use serde_json::json;

use crate::lab::served::Served;

#[test]
fn lab_in_chromium() {
    every_scene_goes_as_predicted(Browser::Chromium, "chromium");
}

#[test]
fn lab_in_firefox() {
    every_scene_goes_as_predicted(Browser::Firefox, "firefox");
}

#[test]
fn lab_in_webkit() {
    every_scene_goes_as_predicted(Browser::Webkit, "webkit");
}

#[test]
fn what_the_documentation_shows_in_chromium() {
    what_is_shown_goes_as_predicted(Browser::Chromium, "chromium");
}

#[test]
fn what_the_documentation_shows_in_firefox() {
    what_is_shown_goes_as_predicted(Browser::Firefox, "firefox");
}

#[test]
fn what_the_documentation_shows_in_webkit() {
    what_is_shown_goes_as_predicted(Browser::Webkit, "webkit");
}

/// The scenario of each page of the documentation that has one, played by the page one after the other.
fn what_is_shown_goes_as_predicted(browser: Browser, name: &str) {
    if !browser.is_there_or_skip() {
        return;
    }
    let lab = Served::start();
    let page = &lab.page;
    let shown = lab.list("/shown.json").expect("the lab lists what it shows");
    assert!(shown.len() > 55, "{}", shown.len());
    let _open = browser.open(&format!("{page}/?lang=en&run=shown")).expect("the browser starts");
    let all = || lab.list("/reports").filter(|reports| reports.len() == shown.len());
    let reports = eventually(PATIENCE, all);
    let reports = reports.expect("the page reports every scenario");
    let mut wrong = Vec::new();
    for (report, shown) in reports.iter().zip(&shown) {
        let shown = shown["name"].as_str().expect("a name");
        assert_eq!((&report["shown"], &report["browser"]), (&json!(shown), &json!(name)));
        let (did, predicted) = (&report["did"], &report["predicted"]);
        let agrees = outcomes(did) == outcomes(predicted) && requests(did) == requests(predicted);
        // The page's own verdict is held against the raw records.
        if !agrees || report["verdict"] != "agrees" {
            wrong.push(format!("{shown}: {} {}", report["verdict"], report["found"]));
        }
    }
    assert_eq!(wrong, [] as [String; 0], "in {name}");
}

/// The page runs the scenes and reports; the comparison is made here once more, from the raw
/// records, so that the page is not the only judge of itself.
fn every_scene_goes_as_predicted(browser: Browser, name: &str) {
    if !browser.is_there_or_skip() {
        return;
    }
    let lab = Served::start();
    let page = &lab.page;
    let _open = browser.open(&format!("{page}/?lang=en&run=all")).expect("the browser starts");
    let reports = eventually(PATIENCE, || {
        let reports = lab.list("/reports")?;
        (reports.len() == SCENES.len() + 1).then_some(reports)
    })
    .expect("the page reports every scene");

    let (workshop, reports) = reports.split_first().expect("there are some");
    let shown = json!({"sentence": "The answer has no Access-Control-Allow-Origin.", "objection": "", "link_holds_it": true});
    assert_eq!(workshop["workshop"], shown, "the workshop in {name}");
    for (report, (scene, ends)) in reports.iter().zip(SCENES) {
        assert_eq!(report["scene"], scene);
        assert_eq!(report["browser"], name, "the engine is told by the User-Agent");
        let (did, predicted) = (&report["did"], &report["predicted"]);
        if report["verdict"] == "unsupported" {
            // Without a window this Firefox has no WebGL; the page says so, and so does this.
            assert_eq!((scene, browser), ("webgl", Browser::Firefox), "it can do the rest");
            eprintln!("{scene}: not supported by {name} as it runs here");
            continue;
        }
        assert_eq!(outcomes(did), outcomes(predicted), "{scene} in {name}: what script saw");
        assert_eq!(requests(did), requests(predicted), "{scene} in {name}: what was sent");
        assert_eq!(report["agrees"], true, "{scene} in {name}: the page's own verdict");
        let last = did["steps"].as_array().and_then(|steps| steps.last()).expect("a step");
        assert_eq!(last["kind"], ends, "{scene} in {name}: how the scene is meant to end");
    }
}

/// The scenes, and how script must see each of them end.
const SCENES: [(&str, &str); 22] = [
    ("simple", "response"),
    ("preflighted", "response"),
    ("credentials", "response"),
    ("wildcard", "error"),
    ("silent", "error"),
    ("redirect", "response"),
    ("redirected-preflight", "error"),
    ("moved", "response"),
    ("cookies", "response"),
    ("partitioned", "response"),
    ("null", "response"),
    ("cache", "response"),
    ("http-cache", "response"),
    ("expose", "response"),
    ("canvas", "error"),
    ("webgl", "loaded"),
    ("font", "loaded"),
    ("shape", "unobserved"),
    ("script", "loaded"),
    ("eventsource", "loaded"),
    ("beacon", "unobserved"),
    ("upload", "response"),
];

fn outcomes(record: &Value) -> Vec<BTreeMap<&'static str, Value>> {
    let steps = record["steps"].as_array().expect("a record has steps");
    let seen = ["kind", "type", "status", "url", "redirected", "headers", "body", "access"];
    steps
        .iter()
        .map(|step| seen.iter().map(|key| (*key, without_run(record, &step[*key]))).collect())
        .collect()
}

/// Method, path, and the headers that CORS is about, as the server received them.
fn requests(record: &Value) -> Vec<(Value, Value, Vec<Value>)> {
    let wire = record["wire"].as_array().expect("a record has requests");
    let is_decisive = |line: &&Value| {
        let name = line[0].as_str().unwrap_or_default();
        matches!(name, "host" | "origin" | "cookie" | "content-type")
            || name.starts_with("access-control-request-")
            || name.starts_with("x-")
    };
    wire.iter()
        .map(|entry| {
            let lines = entry["headers"].as_array().expect("a request has headers");
            let mut decisive: Vec<Value> = lines.iter().filter(is_decisive).cloned().collect();
            decisive.sort_by_key(ToString::to_string);
            (entry["method"].clone(), without_run(record, &entry["path"]), decisive)
        })
        .collect()
}

/// Each run has a name of its own, which stands in every URL.
fn without_run(record: &Value, value: &Value) -> Value {
    let run = record["run"].as_str().expect("a record names its run");
    Value::String(value.to_string().replace(run, "RUN"))
}
