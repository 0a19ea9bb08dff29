//! Modules, and scripts as what they say: what a document has of them, whom their errors reach, and where there are
//! none. Recorded on 2026-11-30 in Chromium 156, Firefox ESR 153 and WebKitGTK 2.52.

use crosscheck::agent::Profile;
use crosscheck::scenario::Player;
use crosscheck::scenario::Record;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use serde_json::Value;
use serde_json::json;

const BROWSERS: [&Profile; 3] = [&Profile::CHROMIUM, &Profile::FIREFOX, &Profile::WEBKIT];
const OTHER: &str = "https://api.partner.net";
const OWN: &str = "https://app.example.com";

/// A page that takes steps, and what came of each; a step's URL is a path of a server that lets everybody read.
fn played(profile: &'static Profile, steps: &[Value], routes: &[(&str, &str, Value)]) -> Record {
    let steps = steps.iter().map(|step| {
        let mut step = step.clone();
        let path = step["url"].as_str().unwrap_or("/x").to_owned();
        if path.starts_with('/') {
            step["url"] = json!(format!("{OTHER}{path}"));
        }
        step
    });
    let routes = routes.iter().map(|(origin, path, answer)| {
        let mut route = answer.clone();
        (route["origin"], route["path"], route["method"]) =
            (json!(origin), json!(path), json!("*"));
        route
    });
    let scenario = json!({
        "id": "modules",
        "page": OWN,
        "steps": steps.collect::<Vec<_>>(),
        "server": routes.collect::<Vec<_>>(),
    });
    let scenario: Scenario = serde_json::from_value(scenario).expect("a scenario");
    Player::new(profile).play(&scenario, &mut ScriptedServer::new(&scenario.server))
}

fn script(body: &str) -> Value {
    json!({"status": 200, "body": body, "headers": [
        ["Access-Control-Allow-Origin", "*"], ["Content-Type", "text/javascript"], ["Cache-Control", "no-store"],
    ]})
}

fn requests(steps: &[Value], answer: &Value) -> [usize; 3] {
    BROWSERS.map(|profile| played(profile, steps, &[(OTHER, "/x", answer.clone())]).wire.len())
}

/// What script sees of the last of the steps, as scenarios write it.
fn last(profile: &'static Profile, steps: &[Value], answer: &Value) -> String {
    let record =
        played(profile, steps, &[(OTHER, "/x", answer.clone()), (OWN, "/x", answer.clone())]);
    let seen = serde_json::to_value(record.steps.last()).expect("a step");
    let told = ["access", "name"].into_iter().find_map(|member| seen[member].as_str());
    told.or(seen["kind"].as_str()).expect("a kind").to_owned()
}

#[test]
fn a_module_that_a_document_has_is_not_preloaded_but_by_webkit() {
    let module = script("@module");
    let ahead = json!({"api": "modulepreload"});
    let as_others = json!({"api": "modulepreload", "crossorigin": "use-credentials"});
    for has in [json!({"api": "import"}), json!({"api": "script", "module": true})] {
        assert_eq!(requests(&[has.clone(), ahead.clone()], &module), [1, 1, 2], "{has}");
        assert_eq!(requests(&[has, as_others.clone(), ahead.clone()], &module)[..2], [1, 1]);
    }
    assert_eq!(requests(&[ahead.clone(), ahead.clone()], &module)[..2], [1, 1]);
    // One that failed Firefox remembers, too.
    let missing =
        json!({"status": 404, "body": "", "headers": [["Access-Control-Allow-Origin", "*"]]});
    assert_eq!(requests(&[json!({"api": "import"}), ahead.clone()], &missing)[..2], [2, 1]);
    // Its digest was judged when it came.
    let altered = json!({"api": "modulepreload", "integrity": "sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE="});
    let steps = [json!({"api": "import"}), altered];
    for profile in [&Profile::CHROMIUM, &Profile::FIREFOX] {
        assert_eq!(last(profile, &steps, &module), "unknown");
    }
}

#[test]
fn a_preloaded_script_serves_modules_of_any_type_in_chromium() {
    let ahead = json!({"api": "preload", "as": "script", "crossorigin": "anonymous"});
    for module in ["modulepreload", "import", "json-module"] {
        let steps = [ahead.clone(), json!({"api": module})];
        let record = played(&Profile::CHROMIUM, &steps, &[(OTHER, "/x", script("@module"))]);
        assert_eq!(record.wire.len(), 1, "{module}");
    }
    // Other credentials, and it says so.
    let steps = [ahead, json!({"api": "modulepreload", "crossorigin": "use-credentials"})];
    let record = played(&Profile::CHROMIUM, &steps, &[(OTHER, "/x", script("@module"))]);
    assert!(record.console[0].contains("credentials mode does not match"), "{:?}", record.console);
}

#[test]
fn webkit_has_a_module_whatever_type_is_asked_for() {
    let steps = [json!({"api": "import"}), json!({"api": "json-module"})];
    let seen = BROWSERS.map(|profile| last(profile, &steps, &script("@module")));
    assert_eq!(seen, ["TypeError", "TypeError", "readable"]);
}

#[test]
fn workers_import_no_style_sheets() {
    let sheet = json!({"status": 200, "body": "@css", "headers": [
        ["Access-Control-Allow-Origin", "*"], ["Content-Type", "text/css"],
    ]});
    for place in ["worker", "module-worker", "shared-worker"] {
        let step = json!({"api": "css-module", "in": place});
        assert_eq!(requests(std::slice::from_ref(&step), &sheet), [0; 3], "{place}");
        for profile in BROWSERS {
            assert_eq!(last(profile, std::slice::from_ref(&step), &sheet), "TypeError");
        }
    }
    assert_eq!(requests(&[json!({"api": "css-module"})], &sheet), [1, 1, 0]);
}

#[test]
fn an_imported_script_that_was_led_home_tells_its_errors_but_in_webkit() {
    let step = json!({"api": "importscripts", "in": "worker"});
    let redirect =
        |to: &str| json!({"status": 302, "body": "", "headers": [["Location", format!("{to}/y")]]});
    let seen = |to: &str| {
        BROWSERS.map(|profile| {
            let routes = [(OTHER, "/x", redirect(to)), (to, "/y", script("@script"))];
            let record = played(profile, std::slice::from_ref(&step), &routes);
            serde_json::to_value(&record.steps[0]).expect("a step")["kind"].as_str()
                == Some("loaded")
        })
    };
    assert_eq!(seen(OWN), [true, true, false]);
    assert_eq!(seen(OTHER), [false; 3]);
}

#[test]
fn what_a_script_says_decides_what_its_page_sees() {
    let seen = |step: Value, body: &str| {
        BROWSERS.map(|profile| last(profile, std::slice::from_ref(&step), &script(body)))
    };
    let same = |word: &str| [word; 3].map(str::to_owned);
    let classic = json!({"api": "script", "crossorigin": "anonymous"});
    let module = json!({"api": "script", "module": true});
    let imported = json!({"api": "import"});
    let of_worker = json!({"api": "importscripts", "in": "worker", "url": format!("{OWN}/x")});
    // It throws what whoever wrote the scenario looks for.
    for step in [&classic, &module, &of_worker] {
        assert_eq!(seen(step.clone(), "@script"), same("readable"), "{step}");
    }
    assert_eq!(seen(imported.clone(), "@script"), same("Error"));
    // It is a module, which is no script.
    assert_eq!(seen(classic.clone(), "@module"), same("muted"));
    assert_eq!(seen(module.clone(), "@module"), same("silent"));
    assert_eq!(seen(imported.clone(), "@module"), same("readable"));
    assert_eq!(seen(of_worker.clone(), "@module"), same("SyntaxError"));
    // It is none at all: WebKit's element hears nothing of it.
    assert_eq!(seen(classic.clone(), "not found"), same("muted"));
    assert_eq!(seen(module.clone(), "not found"), ["muted", "muted", "pending"]);
    assert_eq!(seen(imported.clone(), "not found"), same("SyntaxError"));
    assert_eq!(seen(imported.clone(), "Unauthorized"), same("ReferenceError"));
    assert_eq!(seen(of_worker.clone(), "Unauthorized"), same("ReferenceError"));
    // It runs.
    for (step, word) in
        [(classic, "silent"), (module, "silent"), (imported, "readable"), (of_worker, "readable")]
    {
        assert_eq!(seen(step.clone(), ""), same(word), "{step}");
        assert_eq!(seen(step.clone(), "var a = 1"), same(word), "{step}");
    }
}

#[test]
fn firefox_tells_its_console_what_a_worker_is_not_told() {
    let step = json!({"api": "importscripts", "in": "worker"});
    let told = |body: &str| {
        let record =
            played(&Profile::FIREFOX, std::slice::from_ref(&step), &[(OTHER, "/x", script(body))]);
        record.console
    };
    assert_eq!(told("@script"), ["Error: boom"]);
    assert_eq!(told("ok"), ["ReferenceError: ok is not defined"]);
    assert_eq!(
        told("@module"),
        ["SyntaxError: export declarations may only appear at top level of a module"]
    );
    assert_eq!(
        told(""),
        ["Attempting to create a Worker from an empty source. This is probably unintentional."]
    );
}
