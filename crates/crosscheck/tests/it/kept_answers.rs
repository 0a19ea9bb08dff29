//! Whose kept answers are whose: frames, redirects, changes, refusals, and what a preload leaves.

use crosscheck::agent::Profile;
use crosscheck::scenario::Player;
use crosscheck::scenario::Record;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::StepRecord;
use serde_json::Value;
use serde_json::json;

const BROWSERS: [&Profile; 3] = [&Profile::CHROMIUM, &Profile::FIREFOX, &Profile::WEBKIT];
const API: &str = "https://api.example.com/data";
const OTHER: &str = "https://api.partner.net/data";

fn played(profile: &'static Profile, page: &str, steps: &Value, server: &Value) -> Record {
    let scenario = json!({"id": "kept", "page": page, "steps": steps, "server": server});
    let scenario: Scenario = serde_json::from_value(scenario).expect("a scenario");
    let mut player = Player::new(profile);
    player.registrable_domain = |host| {
        host.match_indices('.')
            .rev()
            .nth(1)
            .map_or(host.contains('.').then_some(host), |(at, _)| Some(&host[at + 1..]))
    };
    player.play(&scenario, &mut ScriptedServer::new(&scenario.server))
}

/// How many requests reach the servers in each of the three browsers.
fn requests(page: &str, steps: &Value, server: &Value) -> [usize; 3] {
    BROWSERS.map(|profile| played(profile, page, steps, server).wire.len())
}

/// A route for everybody, kept for an hour.
fn route(url: &str, method: &str, status: u16, headers: &[(&str, &str)]) -> Value {
    let url = url::Url::parse(url).expect("a URL");
    let mut lines = vec![json!(["Access-Control-Allow-Origin", "*"])];
    lines.extend(headers.iter().map(|(name, value)| json!([name, value])));
    json!({"origin": url.origin().ascii_serialization(), "path": url.path(), "method": method,
           "status": status, "headers": lines, "body": "text"})
}

fn kept(url: &str) -> Value {
    route(url, "*", 200, &[("Cache-Control", "max-age=3600")])
}

#[test]
fn a_widget_of_another_site_is_given_what_its_page_was_given_or_not() {
    let page = "https://app.example.com";
    let steps = |url: &str, context: &str| json!([{"api": "fetch", "url": url}, {"api": "fetch", "url": url, "in": context}]);
    let of = |url: &str, context| requests(page, &steps(url, context), &json!([kept(url)]));
    let widget = "frame:https://widget.partner.net";
    // Chromium keeps by the frame's site. Firefox does so of the page's own site alone.
    assert_eq!(of(API, widget), [2, 2, 1]);
    assert_eq!(of(OTHER, widget), [2, 1, 1]);
    // A frame of the page's own site, and a worker, have the page's.
    assert_eq!(of(API, "frame:https://www.example.com"), [1, 1, 1]);
    assert_eq!(of(API, "worker"), [1, 1, 1]);
    // A sandboxed frame is nobody's.
    assert_eq!(of(API, "sandbox"), [2, 2, 1]);
    assert_eq!(of(OTHER, "sandbox"), [2, 1, 1]);
}

#[test]
fn what_changes_something_makes_what_is_kept_void() {
    let around = |step: Value, status: u16| {
        let get = json!({"api": "fetch", "url": API});
        let method = step["method"].as_str().expect("a method").to_owned();
        let server = json!([
            route(API, "OPTIONS", 204, &[("Access-Control-Allow-Methods", "*")]),
            route(API, &method, status, &[]),
            kept(API),
        ]);
        let steps = json!([get, step, get]);
        BROWSERS.map(|profile| {
            let record = played(profile, "https://app.example.com", &steps, &server);
            record.wire.iter().filter(|sent| sent.method == "GET").count()
        })
    };
    let step = |method: &str| json!({"api": "fetch", "url": API, "method": method});
    assert_eq!(around(step("POST"), 200), [2, 2, 2]);
    assert_eq!(around(step("DELETE"), 200), [2, 2, 2]);
    // An error changed nothing, as the standard and Chromium see it.
    assert_eq!(around(step("POST"), 500), [1, 2, 2]);
    // A `PUT` without a body passes Chromium's cache by, and WebKit forgets even after `HEAD`.
    assert_eq!(around(step("PUT"), 200), [1, 2, 2]);
    assert_eq!(around(step("HEAD"), 200), [1, 1, 2]);
    // What shall not be stored leaves everything as it is, but in Firefox.
    let no_store = json!({"api": "fetch", "url": API, "method": "POST", "cache": "no-store"});
    assert_eq!(around(no_store, 200), [1, 2, 1]);
}

#[test]
fn where_a_redirect_leads_is_looked_up_if_the_redirect_was() {
    let (from, to) = ("https://api.example.com/old", "https://api.example.com/new");
    let twice = json!([{"api": "fetch", "url": from}, {"api": "fetch", "url": from}]);
    let server = |status, lines: &[(&str, &str)]| {
        let lines: Vec<_> = lines.iter().copied().chain([("Location", to)]).collect();
        json!([route(from, "*", status, &lines), kept(to)])
    };
    let page = "https://app.example.com";
    // A redirect for once is asked for again; WebKit then asks where it leads, too.
    assert_eq!(requests(page, &twice, &server(302, &[])), [3, 3, 4]);
    // One that is kept leads to what is kept.
    let kept_redirect = [("Cache-Control", "max-age=600")];
    assert_eq!(requests(page, &twice, &server(302, &kept_redirect)), [2, 2, 2]);
}

#[test]
fn firefox_keeps_in_memory_what_a_kept_permanent_redirect_leads_to_without_tls() {
    let (from, to) = ("http://api.example.com/old", "http://api.example.com/new");
    let steps = json!([
        {"api": "fetch", "url": from}, {"api": "fetch", "url": from}, {"api": "fetch", "url": from},
    ]);
    let of = |status| {
        let redirect = [("Cache-Control", "max-age=600"), ("Location", to)];
        let server = json!([route(from, "*", status, &redirect), kept(to)]);
        played(&Profile::FIREFOX, "http://app.example.com", &steps, &server).wire.len()
    };
    // What is kept for good makes room for what is kept in memory, which then serves everybody.
    assert_eq!(of(301), 3);
    assert_eq!(of(302), 2);
}

#[test]
fn firefox_forgets_what_a_change_leads_to_on_the_same_host() {
    let (form, list) = ("https://api.example.com/add", "https://api.example.com/list");
    let leads = |from: &str| json!([route(from, "*", 303, &[("Location", list)]), kept(list)]);
    let get = json!({"api": "fetch", "url": list});
    let post = |url: &str| json!({"api": "fetch", "url": url, "method": "POST"});
    let of = |steps: Value, from| requests("https://app.example.com", &steps, &leads(from))[1];
    // The list is another one by now, and each time again.
    assert_eq!(of(json!([get, post(form)]), form), 3);
    assert_eq!(of(json!([get, post(form), get, post(form)]), form), 5);
    // Where nothing shall be stored, what was there is gone all the same.
    let mut unstored = post(form);
    unstored["cache"] = json!("no-store");
    assert_eq!(of(json!([get, unstored, get]), form), 4);
    // Of another host nobody could say so.
    let elsewhere = "https://forms.example.com/add";
    assert_eq!(of(json!([get, post(elsewhere)]), elsewhere), 2);
}

#[test]
fn firefox_makes_room_for_what_is_reloaded_though_script_only_asks_whether_it_holds() {
    let mut holds = route(API, "GET", 304, &[]);
    holds["when"] = json!({"if-none-match": "present"});
    let server = json!([
        route(API, "OPTIONS", 204, &[("Access-Control-Allow-Headers", "if-none-match")]),
        holds,
        kept(API),
    ]);
    let get = json!({"api": "fetch", "url": API});
    let asks = json!({"api": "fetch", "url": API, "cache": "reload",
                      "headers": [["If-None-Match", "\"v1\""]]});
    let gets = BROWSERS.map(|profile| {
        let record = played(profile, "https://app.example.com", &json!([get, asks, get]), &server);
        record.wire.iter().filter(|sent| sent.method == "GET").count()
    });
    assert_eq!(gets, [2, 3, 2]);
}

#[test]
fn chromium_does_not_keep_what_it_would_not_read() {
    let data = [("Content-Type", "text/plain"), ("X-Content-Type-Options", "nosniff")];
    let lines = [&data[..], &[("Cache-Control", "max-age=3600")]].concat();
    let server = json!([route(OTHER, "*", 200, &lines)]);
    let blindly = json!({"api": "fetch", "url": OTHER, "mode": "no-cors"});
    let steps = json!([blindly, blindly]);
    // It is data, and nobody who asks so may read any: the rest of it is not waited for.
    assert_eq!(requests("https://app.example.com", &steps, &server), [2, 1, 1]);
}

#[test]
fn a_refused_answer_waits_for_some_after_the_server_is_mended() {
    let of = |step: Value| {
        let mut refused = kept(OTHER);
        refused["headers"] = json!([["Cache-Control", "max-age=3600"]]);
        refused["times"] = json!(1);
        let steps = json!([step, step]);
        BROWSERS.map(|profile| {
            let server = json!([refused, kept(OTHER)]);
            let record = played(profile, "https://app.example.com", &steps, &server);
            matches!(record.steps[1], StepRecord::Response { .. })
        })
    };
    assert_eq!(of(json!({"api": "fetch", "url": OTHER})), [true, false, true]);
    assert_eq!(of(json!({"api": "xhr", "url": OTHER})), [false, false, true]);
    assert_eq!(of(json!({"api": "fetch", "url": OTHER, "in": "worker"})), [true, true, true]);
}

#[test]
fn a_preload_without_crossorigin_spoils_the_image_with_it_in_webkit() {
    let steps = json!([
        {"api": "preload", "as": "image", "url": OTHER},
        {"api": "img", "url": OTHER, "crossorigin": "anonymous"},
    ]);
    let named = |when: &str, headers: Value| {
        json!({"origin": "https://api.partner.net", "path": "/data", "method": "*", "status": 200,
               "when": {"origin": when}, "headers": headers, "body": "@png"})
    };
    let server = json!([
        named("present", json!([["Access-Control-Allow-Origin", "*"]])),
        named("absent", json!([])),
    ]);
    let record = played(&Profile::WEBKIT, "https://app.example.com", &steps, &server);
    // The image was sent with what it needs, to no avail.
    assert_eq!(record.wire.len(), 2);
    assert_eq!(record.steps[1], StepRecord::Error { name: "error".into() });
    let line = "SECURITY ERROR Cannot load image https://api.partner.net/data due to access control \
                checks.";
    assert_eq!(record.console, [line]);
}

#[test]
fn a_form_in_a_sandbox_sends_nothing() {
    let steps = json!([{"api": "form", "url": API, "in": "sandbox"}]);
    for profile in BROWSERS {
        let record = played(profile, "https://app.example.com", &steps, &json!([kept(API)]));
        assert!(record.wire.is_empty(), "{}", profile.name());
        assert_eq!(record.steps, [StepRecord::Unobserved]);
        let says = record.console.iter().any(|text| text.contains("allow-forms"));
        assert_eq!(says, profile.name() != "firefox");
    }
}

#[test]
fn consoles_say_what_was_taken_for_xml_and_leave_workers_alone() {
    let xhr = json!([{"api": "xhr", "url": API}]);
    let record = played(&Profile::FIREFOX, "https://app.example.com", &xhr, &json!([kept(API)]));
    let text = "XML Parsing Error: syntax error\nLocation: https://api.example.com/data\n\
                Line Number 1, Column 1:";
    assert_eq!(record.console, [text]);
    // WebKit's second line, which names the URL, is written for documents alone.
    let names_it = |context: &str| {
        let steps = json!([{"api": "fetch", "url": API, "in": context}]);
        let record = played(&Profile::WEBKIT, "https://app.example.com", &steps, &json!([]));
        assert!(record.console[0].contains("is not allowed by Access-Control-Allow-Origin"));
        record.console[0].contains("Fetch API cannot load")
    };
    assert!(names_it("top") && !names_it("worker"));
}
