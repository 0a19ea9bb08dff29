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
    assert_snapshot!(format!("{}; {}", objection.message, objection.hint), @"cors-disabled: CORS is turned off in the browser; `content.cors.disable` in Firefox refuses everything that would need it. Set content.cors.disable to false in about:config");
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

/// Headers alone, what `curl -i` prints, a URL, a call: each is one case more.
#[test]
fn headers_a_url_and_a_call_are_cases_too() {
    let told = |text: &str| {
        let imported = read(text);
        let choice = &imported["choices"][0];
        let scenario = &choice["scenario"];
        let (page, step) = (&scenario["page"], &scenario["steps"][0]);
        let routes = scenario["server"].as_array().expect("answers").iter();
        let routes: Vec<String> =
            routes.map(|r| format!("{} {} {}", r["method"], r["status"], r["headers"])).collect();
        format!(
            "{} {page} {step} known: {}\n{}\n",
            imported["kind"],
            choice["is_known"],
            routes.join("\n")
        )
    };
    let block = "access-control-allow-origin: https://shop.example\ncontent-type: text/html";
    let transcript = "curl -i https://api.example/a -H 'Origin: https://shop.example' -X PUT\n\
        HTTP/2 403\ncontent-type: text/html\n\n";
    let preflight = "curl -i -X OPTIONS https://api.example/a -H 'Origin: https://shop.example' -H \
        'Access-Control-Request-Method: PUT'\nHTTP/2 204\naccess-control-allow-origin: *\n\n";
    let call =
        "fetch(\"https://api.example/a\", {\"method\": \"PUT\", \"credentials\": \"include\"});";
    let all = [block, transcript, preflight, "https://api.example/a?b=1", call];
    assert_snapshot!(all.map(told).concat(), @r#"
    "headers" "https://shop.example" {"api":"fetch","url":"https://api.example.com/"} known: true
    "*" 200 [["access-control-allow-origin","https://shop.example"],["content-type","text/html"]]
    "headers" "https://shop.example" {"api":"fetch","method":"PUT","url":"https://api.example/a"} known: true
    "OPTIONS" 204 [["Access-Control-Allow-Origin","https://shop.example"],["Access-Control-Allow-Credentials","true"],["Access-Control-Allow-Methods","PUT"]]
    "*" 403 [["content-type","text/html"]]
    "headers" "https://shop.example" {"api":"fetch","method":"PUT","url":"https://api.example/a"} known: false
    "OPTIONS" 204 [["access-control-allow-origin","*"]]
    "*" 200 [["access-control-allow-origin","*"]]
    "url" "https://app.example" {"api":"fetch","url":"https://api.example/a?b=1"} known: false

    "curl" "https://app.example" {"api":"fetch","credentials":"include","method":"PUT","url":"https://api.example/a"} known: false
    "OPTIONS" 204 []
    "*" 200 []
    "#);
}

/// What Chromium calls a font, an image or an `XMLHttpRequest` asks as just that.
#[test]
fn who_asked_is_kept() {
    let reason = "has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present \
        on the requested resource.";
    for (name, api) in [
        ("fetch", "fetch"),
        ("XMLHttpRequest", "xhr"),
        ("font", "font"),
        ("image", "img"),
        ("script", "script"),
        ("CSS stylesheet", "style"),
    ] {
        let text = format!(
            "Access to {name} at 'https://cdn.example/a' from origin 'https://shop.example' {reason}"
        );
        let imported = read(&text);
        let step = &imported["choices"][0]["scenario"]["steps"][0];
        assert_eq!((&step["api"], &step["url"]), (&json!(api), &json!("https://cdn.example/a")));
    }
}

/// Whoever reads Chinese is told in Chinese what was not understood, and what to bring.
#[test]
fn what_cannot_be_read_is_told_in_chinese_too() {
    for text in [
        "hello",
        "TypeError: Failed to fetch",
        "curl -H 'a",
        "curl -H",
        "fetch('/items')",
        "{\"log\": 1}",
        "{\"log\": {\"entries\": []}}",
    ] {
        let error = import(text).expect_err(text);
        let [message, hint] = error.chinese.unwrap_or_else(|| panic!("{text}: {}", error.message));
        let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        assert!(is_chinese(&message) && is_chinese(&hint), "{text}: {message} {hint}");
    }
}
