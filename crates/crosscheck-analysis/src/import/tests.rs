//! What people bring, read as `/import` reads it.

use insta::assert_snapshot;
use serde_json::Value;
use serde_json::json;

use super::import;

#[test]
fn each_kind_of_text_is_told_by_itself() {
    let imported = read("  curl https://api.example/ \n");
    let line = imported["choices"][0]["scenario"].to_string();
    let again = read(&line);
    assert_eq!((&imported["kind"], &again["kind"]), (&json!("curl"), &json!("scenario")));
    assert_eq!(again["choices"][0]["scenario"], imported["choices"][0]["scenario"]);
    for text in ["", "hello", "{", "{}", "curling https://a/", "curl -H 'origin: *' a"] {
        let objection = import(text).expect_err(text);
        assert!(!objection.message.is_empty() && !objection.hint.is_empty(), "{text}");
    }
}

#[test]
fn a_console_is_a_list_of_refusals_each_with_an_answer_that_shows_it() {
    let text = "app.js:3 Access to fetch at 'https://api.example/a' from origin \
        'https://shop.example' has been blocked by CORS policy: The \
        'Access-Control-Allow-Origin' header has a value 'https://other.example' that is not equal \
        to the supplied origin.\nCross-Origin Request Blocked: The Same Origin Policy disallows \
        reading the remote resource at https://api.example/b. (Reason: CORS header \
        ‘Access-Control-Allow-Origin’ missing). Status code: 200.";
    let imported = read(text);
    let choices = imported["choices"].as_array().expect("a list");
    let told = choices.iter().map(|choice| {
        let step = &choice["scenario"]["steps"][0];
        format!(
            "{} | {} | {} | {}\n",
            choice["title"],
            choice["browser"],
            step["url"],
            choice["scenario"]["server"][1]["headers"]
        )
    });
    assert_snapshot!(told.collect::<String>(), @r#"
    "GET https://api.example/a · allow-origin-mismatch" | "chromium" | "https://api.example/a" | [["Access-Control-Allow-Origin","https://other.example"],["Vary","Origin"]]
    "GET https://api.example/b · allow-origin-missing" | "firefox" | "https://api.example/b" | [["Vary","Origin"]]
    "#);
}

#[test]
fn what_no_scenario_shows_is_explained_all_the_same() {
    let text = "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote \
        resource at https://api.example/. (Reason: CORS disabled).";
    let objection = import(text).expect_err("it is a setting");
    assert_snapshot!(format!("{}; {}", objection.message, objection.hint), @"cors-disabled: CORS is turned off in the browser; `content.cors.disable` in Firefox refuses everything that would need it");
    let guessed = import("Zugriff durch CORS verweigert: Access-Control-Allow-Origin");
    let objection = guessed.expect_err("no browser writes it");
    assert_snapshot!(objection.message, @"this is no text that a known browser writes; it may be about allow-origin-missing");
}

#[test]
fn a_har_file_is_a_list_of_requests_the_failing_ones_first() {
    let entry = |url: &str, status: u16, headers: Value| {
        json!({
            "request": {"method": "GET", "url": url, "headers": [
                {"name": "Origin", "value": "https://app.example"},
                {"name": "sec-fetch-mode", "value": "cors"},
            ]},
            "response": {"status": status, "headers": headers},
        })
    };
    let share = json!([{"name": "Access-Control-Allow-Origin", "value": "*"}]);
    let har = json!({"log": {"entries": [
        entry("https://app.example/own", 200, json!([])),
        entry("https://api.example/shared", 200, share),
        entry("https://api.example/silent", 200, json!([{"name": "Server", "value": "nginx"}])),
        entry("https://api.example/unknown", 0, json!([])),
    ]}});
    let imported = read(&har.to_string());
    let choices = imported["choices"].as_array().expect("a list");
    let told = choices.iter().map(|choice| {
        let (refused, known) = (&choice["is_refused"], &choice["is_known"]);
        let server = choice["scenario"]["server"].as_array().map_or(0, Vec::len);
        format!("{} refused: {refused}, known: {known}, answers: {server}\n", choice["title"])
    });
    assert_snapshot!(told.collect::<String>(), @r#"
    "GET https://api.example/silent" refused: true, known: true, answers: 1
    "GET https://api.example/unknown" refused: true, known: false, answers: 0
    "GET https://api.example/shared" refused: false, known: true, answers: 1
    "#);
    let nothing = json!({"log": {"entries": [entry("https://app.example/own", 200, json!([]))]}});
    assert!(import(&nothing.to_string()).is_err());
    assert!(import("{\"log\": 1}").is_err());
}

fn read(text: &str) -> Value {
    serde_json::to_value(import(text).expect("it is read")).expect("JSON")
}
