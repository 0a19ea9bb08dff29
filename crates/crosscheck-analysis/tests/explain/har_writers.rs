//! HAR files as programs write them that are no browser, and what their users do to them.

use std::slice;

use crosscheck::wire::Origin;
use crosscheck_analysis::explain::Overrides;
use crosscheck_analysis::explain::explain;
use serde_json::Value;
use serde_json::json;

use super::first_rules;
use super::told;

const PAGE: &str = "https://app.example.com";

fn lines(lines: &[(&str, &str)]) -> Value {
    lines.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect()
}

/// A request of the page, and its answer without permission.
fn refused(url: &str) -> Value {
    json!({
        "request": { "method": "GET", "url": url, "headers": lines(&[("Origin", PAGE), ("Sec-Fetch-Mode", "cors")]) },
        "response": { "status": 200, "headers": [], "content": { "text": "{\"a\": [1]}" } },
    })
}

fn har(entries: &[Value]) -> Value {
    json!({ "log": { "creator": { "name": "WebInspector" }, "entries": entries } })
}

/// Whoever saves half a file, or pastes as much as a form takes, still brings whole entries.
#[test]
fn a_file_that_ends_in_the_middle_is_judged_as_far_as_it_goes() {
    let whole = har(&[refused("https://api.example.com/1"), refused("https://api.example.com/2")])
        .to_string();
    let second = whole.find("/2").expect("it is there");
    for end in [second, whole.len() - 4] {
        let report = told(&whole[..end]);
        assert_eq!(first_rules(&report), ["allow-origin-missing"], "{report:#}");
        assert!(report["notes"].to_string().contains("cut off"), "{report:#}");
    }
    assert!(!told(&whole)["notes"].to_string().contains("cut off"));
}

#[test]
fn a_log_is_found_in_what_a_program_put_around_it() {
    let file = har(&[refused("https://api.example.com/1")]);
    for around in [
        json!({ "har": file }),
        json!({ "data": { "test": "cart", "har": file } }),
        file["log"].clone(),
        file["log"]["entries"].clone(),
        file["log"]["entries"][0].clone(),
    ] {
        let report = told(&around.to_string());
        assert_eq!(
            (&report["kind"], first_rules(&report)),
            (&json!("har"), vec!["allow-origin-missing"])
        );
    }
    // A log of something else, and a collection of requests, are none.
    let line = "Access to fetch at 'https://api.example.com/' from origin 'https://app.example.com' has been blocked \
                by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.";
    let record = json!({ "log": { "level": "error" }, "message": line });
    assert_eq!(told(&record.to_string())["kind"], "console");
    let collection = json!({ "item": [{ "request": { "method": "GET", "url": "https://api.example.com/" }, "response": [] }] });
    assert_eq!(told(&collection.to_string())["kind"], "collection");
}

#[test]
fn values_of_another_type_are_read_as_what_they_mean() {
    let mut entry = refused("https://api.example.com/1");
    entry["request"]["method"] = json!("get");
    entry["request"]["headers"] = json!({ "Origin": PAGE, "X-A": ["1", 2] });
    entry["response"]["status"] = json!("200");
    entry["response"]["headers"] =
        json!([{ "name": "Content-Length", "value": 12 }, { "name": "X", "value": null }]);
    entry["_error"] = json!("");
    entry["pageref"] = json!(1);
    let report = told(&har(&[entry, json!({}), json!({ "request": null })]).to_string());
    assert_eq!(first_rules(&report), ["allow-origin-missing"], "{report:#}");
}

/// Cypress' recorder spells kinds as Chromium's protocol does, not as its panel.
#[test]
fn kinds_of_requests_are_read_in_any_letters() {
    for kind in ["Fetch", "XHR", "Font", "font"] {
        let mut entry = refused("https://cdn.example.net/a");
        entry["request"]["headers"] = lines(&[("Referer", "https://app.example.com/")]);
        entry["_resourceType"] = json!(kind);
        assert_eq!(
            first_rules(&told(&har(&[entry]).to_string())),
            ["allow-origin-missing"],
            "{kind}"
        );
    }
}

/// What the page's service worker answered is not looked at by CORS, whatever its headers say.
#[test]
fn an_answer_of_a_service_worker_is_none_of_cors() {
    let mut entry = refused("https://api.example.com/1");
    entry["response"]["_fetchedViaServiceWorker"] = json!(true);
    assert_eq!(told(&har(&[entry.clone()]).to_string())["verdict"], "allowed");
    entry["response"]["status"] = json!(0);
    entry["response"]["_error"] = json!("net::ERR_FAILED");
    assert_eq!(told(&har(&[entry]).to_string())["verdict"], "unknown");
}

/// What the worker asked stands there as a request of its own, and tells what became of the page's.
#[test]
fn a_request_that_a_service_worker_passed_on_is_told_once() {
    let mut of_page = refused("https://api.example.com/1");
    of_page["response"] = json!({
        "status": 0, "headers": [], "_error": "net::ERR_FAILED", "_fetchedViaServiceWorker": true,
    });
    let of_worker = refused("https://api.example.com/1");
    for entries in [[of_page.clone(), of_worker.clone()], [of_worker, of_page]] {
        let report = told(&har(&entries).to_string());
        assert_eq!(first_rules(&report), ["allow-origin-missing"], "{report:#}");
        assert!(report["unjudged"].is_null(), "{report:#}");
        assert_eq!(report["judged"], 1, "{report:#}");
    }
}

/// Which code tells of a policy of resources and which of an advertisement that was blocked.
#[test]
fn elements_that_a_policy_kept_out_are_told_by_their_code() {
    for (code, rules) in [
        ("net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin", &["resource-policy"][..]),
        ("net::ERR_BLOCKED_BY_ORB", &["opaque-response-blocked"]),
        ("net::ERR_BLOCKED_BY_CLIENT", &[]),
        ("net::ERR_ABORTED", &[]),
    ] {
        let mut entry = refused("https://cdn.example.net/a.js");
        let sent = [("Sec-Fetch-Mode", "no-cors"), ("Referer", "https://app.example.com/")];
        entry["request"]["headers"] = lines(&sent);
        entry["response"] = json!({ "status": 0, "_error": code });
        assert_eq!(first_rules(&told(&har(&[entry]).to_string())), rules, "{code}");
    }
}

#[test]
fn what_a_refused_answer_says_itself_is_told() {
    let preflight = |body: Value, name: &str| {
        let asks = [("Origin", PAGE), ("Access-Control-Request-Method", "PUT")];
        json!({
            "request": { "method": "OPTIONS", "url": "https://api.example.com/1", "headers": lines(&asks) },
            "response": { "status": 403, "headers": lines(&[(name, "*")]), "content": body },
        })
    };
    let words = "is the word of the server's own library";
    for body in [
        json!({ "text": "Invalid CORS request" }),
        json!({ "text": "SW52YWxpZCBDT1JTIHJlcXVlc3Q=", "encoding": "base64" }),
    ] {
        let report = told(&har(&[preflight(body, "Server")]).to_string());
        assert!(report["notes"].to_string().contains(words), "{report:#}");
    }
    let report = told(&har(&[preflight(json!({}), "Acess-Control-Allow-Orgin")]).to_string());
    assert!(
        report["notes"].to_string().contains("write `access-control-allow-origin`"),
        "{report:#}"
    );
    assert!(!report["notes"].to_string().contains(words), "{report:#}");
}

#[test]
fn what_a_file_does_not_tell_can_be_asked() {
    let mut entry = refused("https://api.example.com/1?a=1&b=$(x)");
    entry["request"]["method"] = json!("DELETE");
    entry["response"] = json!({ "status": 0, "_error": "net::ERR_FAILED" });
    let report = told(&har(&[entry]).to_string());
    let asked = "crosscheck check 'https://api.example.com/1?a=1&b=$(x)' --origin https://app.example.com -X DELETE";
    assert!(report["notes"].to_string().contains(asked), "{report:#}");
    // A tool's file tells no page.
    let mut entry = refused("https://api.example.com/1");
    entry["request"]["headers"] = lines(&[("User-Agent", "insomnia/10.0.0")]);
    let report = told(&har(&[entry]).to_string());
    assert!(report["notes"].to_string().contains("--origin"), "{report:#}");
}

/// A word that no code is known for tells nothing: another writer's own.
#[test]
fn an_unknown_error_is_no_failure_of_the_network() {
    let mut entry = refused("https://api.example.com/1");
    entry["response"] = json!({ "status": 0 });
    entry["_error"] = json!("aborted");
    assert_eq!(told(&har(&[entry.clone()]).to_string())["verdict"], "unknown");
    entry["_error"] = Value::Null;
    entry["_failureText"] = json!("net::ERR_CONNECTION_REFUSED");
    assert_eq!(first_rules(&told(&har(&[entry.clone()]).to_string())), ["network-failure"]);
    entry["_failureText"] = Value::Null;
    let refused = "Origin https://app.example.com is not allowed by Access-Control-Allow-Origin. Status code: 200";
    entry["response"] = json!({ "status": -1, "_failureText": refused });
    assert_eq!(first_rules(&told(&har(&[entry]).to_string())), ["allow-origin-missing"]);
}

/// Proxies and tests write an entry a line, or a file a line, while they run.
#[test]
fn entries_one_after_another_are_a_file() {
    let (first, second) =
        (refused("https://api.example.com/1"), refused("https://api.example.com/2"));
    let snapshot = |entry: &Value| json!({ "type": "resource-snapshot", "snapshot": entry });
    let other = json!({ "type": "context-options", "browserName": "chromium" });
    for lines in [
        format!("{first}\n{second}"),
        format!("{}\n{}\n", har(slice::from_ref(&first)), har(slice::from_ref(&second))),
        format!("{other}\n{}\n{}", snapshot(&first), snapshot(&second)),
    ] {
        let report = told(&lines);
        assert_eq!(report["kind"], "har", "{lines}");
        assert_eq!(first_rules(&report), ["allow-origin-missing"; 2], "{lines}\n{report:#}");
    }
    let cut = format!("{first}\n{second}");
    let report = told(&cut[..cut.len() - 9]);
    assert_eq!(first_rules(&report), ["allow-origin-missing"], "{report:#}");
    assert!(report["notes"].to_string().contains("cut off"), "{report:#}");
}

/// That nothing is found in what tells nothing is no word that nothing is wrong.
#[test]
fn a_file_that_tells_nothing_is_not_all_right() {
    let report = told(&har(&[]).to_string());
    assert_eq!(report["verdict"], "unknown", "{report:#}");
    assert!(report["notes"].to_string().contains("no request in the file"), "{report:#}");
    let mut entry = refused("https://api.example.com/1");
    entry["request"]["headers"] = lines(&[("User-Agent", "PostmanRuntime/7.43.0")]);
    entry["response"]["headers"] = lines(&[("Content-Type", "application/json")]);
    let file = har(&[entry]).to_string();
    assert_eq!(told(&file)["verdict"], "unknown");
    // Whoever names a page means that it asks so.
    let mut overrides = Overrides::default();
    overrides.origin = Origin::parse(PAGE).ok();
    let report = explain(&file, &overrides).expect("a file");
    let report = serde_json::to_value(&report).expect("it is JSON");
    assert_eq!(first_rules(&report), ["allow-origin-missing"], "{report:#}");
    assert!(report["notes"].to_string().contains("asked without `Origin`"), "{report:#}");
    // What a page asks of its own host needs nothing.
    let mut own = refused(&format!("{PAGE}/1"));
    own["request"]["headers"] = lines(&[("Referer", PAGE), ("Sec-Fetch-Mode", "cors")]);
    assert_eq!(told(&har(&[own]).to_string())["verdict"], "allowed");
}

/// An answer that came is no reason to doubt the browser's own word that another rule kept it away.
#[test]
fn what_is_no_matter_of_cors_is_told_by_its_own_name() {
    for (error, rule) in [
        ("net::ERR_BLOCKED_BY_ORB", "opaque-response-blocked"),
        ("net::ERR_BLOCKED_BY_RESPONSE.NotSameSite", "resource-policy"),
        ("net::ERR_BLOCKED_BY_CLIENT", "blocked-by-client"),
        ("net::ERR_BLOCKED_BY_CSP", "blocked-by-csp"),
    ] {
        let mut entry = refused("https://cdn.example.com/a.png");
        entry["request"]["headers"] = lines(&[("Referer", PAGE), ("Sec-Fetch-Mode", "no-cors")]);
        entry["response"]["_error"] = json!(error);
        let report = told(&har(&[entry]).to_string());
        let told = first_rules(&report);
        // What a user's side stops is judged where it was asked by CORS.
        assert!(
            told == [rule] || (told.is_empty() && rule.starts_with("blocked")),
            "{error}\n{report:#}"
        );
        let mut entry = refused("https://api.example.com/1");
        entry["response"]["_error"] = json!(error);
        assert_eq!(first_rules(&super::told(&har(&[entry]).to_string())), [rule], "{error}");
    }
}

#[test]
fn a_line_without_a_name_is_no_header() {
    let mut entry = refused("https://api.example.com/1");
    let nothing = json!({ "name": null, "value": null });
    entry["request"]["headers"].as_array_mut().expect("a list").push(nothing.clone());
    entry["response"]["headers"] = json!([nothing]);
    assert_eq!(first_rules(&told(&har(&[entry]).to_string())), ["allow-origin-missing"]);
}

/// A preflight whose request is not in the file, and would need none, was sent all the same.
#[test]
fn a_preflight_alone_is_judged_by_its_answer() {
    let mut entry = refused("https://api.example.com/1");
    entry["request"]["method"] = json!("OPTIONS");
    entry["request"]["headers"] =
        lines(&[("Origin", PAGE), ("Access-Control-Request-Method", "POST")]);
    entry["response"]["status"] = json!(403);
    let report = told(&har(&[entry]).to_string());
    assert_eq!(first_rules(&report), ["allow-origin-missing", "preflight-status"], "{report:#}");
}

/// A handshake that something answered is refused by a list of its own.
#[test]
fn a_web_socket_that_was_refused_is_told_with_its_status() {
    let mut entry = refused("wss://live.example.com/socket");
    entry["_resourceType"] = json!("websocket");
    entry["request"]["headers"] = lines(&[("Origin", PAGE), ("Upgrade", "websocket")]);
    entry["response"] = json!({ "status": 403, "headers": [] });
    let report = told(&har(&[entry.clone()]).to_string());
    assert_eq!(first_rules(&report), ["web-socket-refused"], "{report:#}");
    assert_eq!(report["findings"][0]["evidence"]["status"], 403, "{report:#}");
    entry["response"] = json!({ "status": 101, "headers": [] });
    assert_ne!(told(&har(&[entry]).to_string())["verdict"], "refused");
}

/// A request at home says nothing of CORS; where it was led says it for both.
#[test]
fn a_request_that_was_led_away_from_home_is_judged_from_its_beginning() {
    let mut first = refused(&format!("{PAGE}/api/me"));
    first["request"]["headers"] = lines(&[("Referer", PAGE)]);
    let login = "https://login.idp.example/authorize?client_id=1";
    first["response"] = json!({ "status": 302, "headers": lines(&[("Location", login)]) });
    let mut second = refused(login);
    second["request"]["headers"] = lines(&[("Origin", PAGE), ("Referer", PAGE)]);
    second["response"] =
        json!({ "status": 200, "headers": lines(&[("Content-Type", "text/html")]) });
    let report = told(&har(&[first, second]).to_string());
    assert_eq!(first_rules(&report), ["allow-origin-missing"], "{report:#}");
    assert!(report.to_string().contains("401"), "{report:#}");
}

/// Nobody expects that of a font.
#[test]
fn of_a_font_it_is_told_that_it_is_asked_for_by_cors() {
    let mut entry = refused("https://cdn.example.com/inter.woff2");
    entry["_resourceType"] = json!("font");
    let report = told(&har(&[entry]).to_string());
    assert!(report["notes"].to_string().contains("browsers ask for fonts by CORS"), "{report:#}");
}

#[test]
fn early_hints_are_no_answer() {
    let entry = |status: u16, headers: Value| {
        json!({
            "request": { "method": "GET", "url": "https://api.example.com/x", "headers": [
                { "name": "Origin", "value": "https://app.example.com" },
                { "name": "Sec-Fetch-Mode", "value": "cors" },
            ] },
            "response": { "status": status, "headers": headers },
        })
    };
    let hints = json!([{ "name": "Link", "value": "</a.css>; rel=preload; as=style" }]);
    let shared = json!([{ "name": "Access-Control-Allow-Origin", "value": "*" }]);
    let report = told(&har(&[entry(103, hints), entry(200, shared)]).to_string());
    assert_eq!(report["verdict"], "allowed", "{report:#}");
    assert_eq!(report["judged"], 1, "{report:#}");
}

#[test]
fn a_preflight_tells_whose_the_request_was_that_was_never_sent() {
    let preflight = json!({
        "request": { "method": "OPTIONS", "url": "https://api.example.com/me", "headers": [
            { "name": "Origin", "value": "https://app.example.com" },
            { "name": "Access-Control-Request-Method", "value": "GET" },
            { "name": "Access-Control-Request-Headers", "value": "authorization,x-tenant" },
        ] },
        "response": { "status": 204, "headers": [
            { "name": "Access-Control-Allow-Origin", "value": "https://app.example.com" },
            { "name": "Access-Control-Allow-Headers", "value": "X-Tenant" },
        ] },
    });
    let request = json!({
        "request": { "method": "GET", "url": "https://api.example.com/me", "headers": [] },
        "response": { "status": 0, "headers": [] },
    });
    let report = told(&har(&[preflight, request]).to_string());
    assert_eq!(first_rules(&report), ["headers-not-allowed"], "{report:#}");
    let names = &report["findings"][0]["evidence"]["header_names"];
    assert_eq!(names, &json!(["authorization"]), "{report:#}");
}
