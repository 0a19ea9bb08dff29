//! What all documents of a page have in memory in WebKit: one resource for each URL.

use crosscheck::agent::MemoryCache;
use crosscheck::agent::Profile;
use crosscheck::scenario::Player;
use crosscheck::scenario::Record;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::StepRecord;
use serde_json::Value;
use serde_json::json;

const BROWSERS: [&Profile; 3] = [&Profile::CHROMIUM, &Profile::FIREFOX, &Profile::WEBKIT];
const API: &str = "https://api.partner.net";
const WIDGET: &str = "frame:https://widget.example";

fn played(profile: &'static Profile, steps: &[Value], server: &[Value]) -> Record {
    let scenario = json!({
        "id": "memory",
        "page": "https://app.example.com",
        "steps": steps,
        "server": server,
    });
    let scenario: Scenario = serde_json::from_value(scenario).expect("a scenario");
    Player::new(profile).play(&scenario, &mut ScriptedServer::new(&scenario.server))
}

fn requests(steps: &[Value], server: &[Value]) -> [usize; 3] {
    BROWSERS.map(|profile| played(profile, steps, server).wire.len())
}

fn asks(api: &str, path: &str) -> Value {
    json!({"api": api, "url": format!("{API}{path}")})
}

fn within(place: &str, mut step: Value) -> Value {
    step["in"] = json!(place);
    step
}

fn preload(path: &str) -> Value {
    json!({"api": "preload", "as": "image", "url": format!("{API}{path}")})
}

fn answers(path: &str, status: u16, headers: &[(&str, &str)], body: &str) -> Value {
    json!({"origin": API, "path": path, "method": "*", "status": status, "headers": headers, "body": body})
}

fn image(cache_control: &str) -> Value {
    let headers = [
        ("Access-Control-Allow-Origin", "*"),
        ("Cache-Control", cache_control),
        ("Content-Type", "image/png"),
    ];
    answers("/x", 200, &headers, "@png")
}

#[test]
fn what_a_page_has_preloaded_serves_its_frames() {
    let steps = [preload("/x"), within(WIDGET, asks("img", "/x"))];
    assert_eq!(requests(&steps, &[image("no-store")]), [2, 2, 1]);
}

#[test]
fn whoever_loads_a_url_as_something_else_takes_the_place_of_what_was_there() {
    let steps = [preload("/x"), within(WIDGET, asks("fetch", "/x")), asks("img", "/x")];
    assert_eq!(requests(&steps, &[image("no-store")]), [2, 2, 3]);
}

/// Nor does it ask where the redirect leads to.
#[test]
fn a_redirect_that_says_how_long_it_counts_is_not_gone_again_from_another_document() {
    let old = |cache_control| {
        answers("/old", 302, &[("Location", "/x"), ("Cache-Control", cache_control)], "")
    };
    let steps = [asks("img", "/old"), within(WIDGET, asks("img", "/old"))];
    let webkit = |old| played(&Profile::WEBKIT, &steps, &[old, image("max-age=600")]).wire.len();
    assert_eq!(webkit(old("max-age=600")), 2);
    // One that does not is gone again, and the network leads past all that is kept.
    assert_eq!(webkit(old("max-age=0")), 4);
}

/// Who asks without CORS first makes it opaque; who asks by CORS then is judged by what that brought.
#[test]
fn a_preload_without_cors_is_judged_anew_for_who_asks_by_cors() {
    let by_cors = json!({"api": "img", "crossorigin": "anonymous", "url": format!("{API}/x")});
    let steps = [preload("/x"), by_cors];
    let webkit = |answer| played(&Profile::WEBKIT, &steps, &[answer]);
    let shared = webkit(image("no-store"));
    assert_eq!(shared.wire.len(), 1);
    assert!(matches!(shared.steps[1], StepRecord::Loaded { .. }));
    // What CORS refuses is asked for once more, and refused whatever comes.
    let not_shared = [("Cache-Control", "no-store"), ("Content-Type", "image/png")];
    let refused = webkit(answers("/x", 200, &not_shared, "@png"));
    assert_eq!(refused.wire.len(), 2);
    assert!(matches!(refused.steps[1], StepRecord::Error { .. }));
}

#[test]
fn it_is_bounded() {
    let count = MemoryCache::CAPACITY + 1;
    let path = |index: usize| format!("/{index}");
    let mut steps: Vec<Value> = (0..count).map(|index| preload(&path(index))).collect();
    steps.extend([asks("img", &path(0)), asks("img", &path(count - 1))]);
    let server: Vec<Value> = (0..count)
        .map(|index| {
            let headers = [("Cache-Control", "no-store"), ("Content-Type", "image/png")];
            answers(&path(index), 200, &headers, "@png")
        })
        .collect();
    // The first was forgotten, the last was not.
    assert_eq!(played(&Profile::WEBKIT, &steps, &server).wire.len(), count + 1);
}
