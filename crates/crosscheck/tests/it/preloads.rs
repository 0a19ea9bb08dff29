//! What a document has asked for ahead: for whom it is good, and what becomes of it when it failed.

use crosscheck::agent::Profile;
use crosscheck::scenario::Player;
use crosscheck::scenario::Record;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::StepRecord;
use serde_json::Value;
use serde_json::json;

const BROWSERS: [&Profile; 3] = [&Profile::CHROMIUM, &Profile::FIREFOX, &Profile::WEBKIT];
const URL: &str = "https://api.partner.net/x";

/// A page that takes steps, all for one URL, and what came of each.
fn played(profile: &'static Profile, steps: &[Value], answer: &Value) -> Record {
    let mut answer = answer.clone();
    answer["origin"] = json!("https://api.partner.net");
    answer["path"] = json!("/x");
    answer["method"] = json!("*");
    let steps = steps.iter().map(|step| {
        let mut step = step.clone();
        step["url"] = json!(URL);
        step
    });
    let scenario = json!({
        "id": "preload",
        "page": "https://app.example.com",
        "steps": steps.collect::<Vec<_>>(),
        "server": [answer],
    });
    let scenario: Scenario = serde_json::from_value(scenario).expect("a scenario");
    Player::new(profile).play(&scenario, &mut ScriptedServer::new(&scenario.server))
}

fn requests(steps: &[Value], answer: &Value) -> [usize; 3] {
    BROWSERS.map(|profile| played(profile, steps, answer).wire.len())
}

fn has_loaded(step: &StepRecord) -> bool {
    matches!(step, StepRecord::Loaded { .. })
}

#[test]
fn what_is_preloaded_twice_is_asked_for_once_even_if_it_failed() {
    let missing = json!({"status": 404, "headers": [["Content-Type", "text/css"]], "body": ""});
    let sheet = json!({"api": "preload", "as": "style"});
    assert_eq!(requests(&[sheet.clone(), sheet.clone()], &missing), [1, 1, 1]);
    // Firefox asks again for the one who needs it.
    assert_eq!(requests(&[sheet, json!({"api": "style"})], &missing), [1, 2, 1]);
    // It preloads a font by CORS, whatever the element says: good for another preload, not for the font.
    let font = json!({"status": 200, "body": "@font", "headers": [
        ["Access-Control-Allow-Origin", "*"], ["Content-Type", "font/ttf"], ["Cache-Control", "no-store"],
    ]});
    let ahead = json!({"api": "preload", "as": "font"});
    let twice = [ahead.clone(), ahead.clone()];
    assert_eq!(played(&Profile::FIREFOX, &twice, &font).wire.len(), 1);
    assert_eq!(played(&Profile::FIREFOX, &[ahead, json!({"api": "font"})], &font).wire.len(), 2);
}

#[test]
fn what_is_preloaded_for_script_may_be_an_error_page_but_in_firefox() {
    let missing =
        json!({"status": 404, "headers": [["Access-Control-Allow-Origin", "*"]], "body": "no"});
    let by_cors = json!({"api": "preload", "as": "fetch", "crossorigin": "anonymous"});
    let seen = BROWSERS.map(|profile| {
        let record = played(profile, std::slice::from_ref(&by_cors), &missing);
        has_loaded(&record.steps[0])
    });
    assert_eq!(seen, [true, false, true]);
}

#[test]
fn chromium_asks_again_for_a_sheet_that_nosniff_said_was_none_unless_it_looks_like_data() {
    let asked = |mime_type: &str| {
        let answer = json!({"status": 200, "body": "@css", "headers": [
            ["Content-Type", mime_type], ["X-Content-Type-Options", "nosniff"], ["Cache-Control", "no-store"],
        ]});
        let steps = [json!({"api": "preload", "as": "style"}), json!({"api": "style"})];
        let record = played(&Profile::CHROMIUM, &steps, &answer);
        assert!(!has_loaded(&record.steps[1]));
        record.wire.len()
    };
    assert_eq!(asked("application/octet-stream"), 2);
    assert_eq!(asked("text/plain"), 1, "what was kept from the preload is kept from the sheet");
}

#[test]
fn firefox_judges_the_type_of_a_sheet_as_it_is_preloaded() {
    let text = json!({"status": 200, "body": "@css", "headers": [
        ["Access-Control-Allow-Origin", "*"], ["Content-Type", "text/plain"],
    ]});
    let ahead = json!({"api": "preload", "as": "style", "crossorigin": "anonymous"});
    let seen = BROWSERS
        .map(|profile| has_loaded(&played(profile, std::slice::from_ref(&ahead), &text).steps[0]));
    assert_eq!(seen, [true, false, true]);
}

#[test]
fn a_module_that_failed_is_asked_for_again_but_in_firefox() {
    let module = json!({"api": "import"});
    let missing =
        json!({"status": 404, "headers": [["Access-Control-Allow-Origin", "*"]], "body": ""});
    assert_eq!(requests(&[module.clone(), module], &missing), [2, 1, 2]);
}

#[test]
fn a_font_preloaded_by_cors_is_judged_anew_by_who_needs_it_without() {
    let private = |policy: &str| {
        json!({"status": 200, "body": "@font", "headers": [
            ["Access-Control-Allow-Origin", "*"],
            ["Content-Type", "font/ttf"],
            ["Cross-Origin-Resource-Policy", policy],
        ]})
    };
    let steps = [
        json!({"api": "preload", "as": "font", "crossorigin": "anonymous"}),
        json!({"api": "font"}),
    ];
    let font = |policy| has_loaded(&played(&Profile::WEBKIT, &steps, &private(policy)).steps[1]);
    // WebKit asks for fonts without CORS, so that the resource policy counts.
    assert!(font("cross-origin"));
    assert!(!font("same-origin"));
}

#[test]
fn other_digests_are_another_preload_in_chromium() {
    let file = json!({"status": 200, "body": "@script", "headers": [
        ["Access-Control-Allow-Origin", "*"], ["Content-Type", "text/javascript"], ["Cache-Control", "no-store"],
    ]});
    let digest = "sha256-GNbi0BgY3h4/sCUBZBhzGESKMABeIE/P511+gy1d3fc=";
    let ahead = json!({"api": "preload", "as": "script", "crossorigin": "anonymous"});
    let mut with_digest = ahead.clone();
    with_digest["integrity"] = json!(digest);
    let script = json!({"api": "script", "crossorigin": "anonymous"});
    let asked = |steps: &[Value]| played(&Profile::CHROMIUM, steps, &file);
    let record = asked(&[ahead.clone(), with_digest.clone(), script.clone()]);
    assert_eq!(record.wire.len(), 2, "the script has the first of them");
    assert_eq!(asked(&[with_digest.clone(), ahead.clone(), script.clone()]).wire.len(), 1);
    assert_eq!(asked(&[with_digest.clone(), with_digest.clone()]).wire.len(), 1);
    // Whoever needs the second finds the first.
    let mut judged = script;
    judged["integrity"] = json!(digest);
    let record = asked(&[ahead, with_digest, judged]);
    assert_eq!(record.wire.len(), 3);
    assert!(record.console[0].ends_with("is not used due to an integrity mismatch."));
}

#[test]
fn chromium_tells_everyone_of_the_preload_that_they_do_not_use() {
    let ahead = |kind: &str| json!({"api": "preload", "as": kind, "crossorigin": "anonymous"});
    let file = |body: &str, mime_type: &str| {
        json!({"status": 200, "body": body, "headers": [
            ["Access-Control-Allow-Origin", "*"], ["Content-Type", mime_type], ["Cache-Control", "max-age=600"],
        ]})
    };
    let told = |kind: &str, user: Value, file: &Value| {
        let record =
            played(&Profile::CHROMIUM, &[ahead(kind), user.clone(), user.clone(), user], file);
        record.console.iter().filter(|text| text.starts_with("A preload for")).count()
    };
    assert_eq!(told("image", json!({"api": "img"}), &file("@png", "image/png")), 3);
    assert_eq!(told("script", json!({"api": "script"}), &file("@script", "text/javascript")), 3);
    // Captions of another origin are not even looked for.
    assert_eq!(told("track", json!({"api": "track"}), &file("@vtt", "text/vtt")), 0);
}

#[test]
fn chromium_speaks_of_a_preload_for_script_as_of_the_link() {
    let refused = json!({"status": 200, "body": "hello", "headers": [
        ["Access-Control-Allow-Origin", "https://other.example"],
    ]});
    let told = |place: Option<&str>| {
        let mut step = json!({"api": "preload", "as": "fetch", "crossorigin": "anonymous"});
        if let Some(place) = place {
            step["in"] = json!(place);
        }
        played(&Profile::CHROMIUM, &[step], &refused).console[0].clone()
    };
    let text = told(None);
    assert!(text.starts_with("Access to link element resource at "), "{text}");
    assert!(text.ends_with("that is not equal to the supplied origin."), "{text}");
    // A service worker asks by `fetch()`.
    let text = told(Some("service-worker-controlled"));
    assert!(text.starts_with("Access to fetch at "), "{text}");
    assert!(text.ends_with("Have the server send the header with a valid value."), "{text}");
}
