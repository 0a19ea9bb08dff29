//! HAR files: which preflight belongs to which request, and what a cache kept.

use serde_json::Value;
use serde_json::json;

use super::first_rules;
use super::told;

#[test]
fn a_har_file_is_read_entry_by_entry() {
    let judged = |text: &str| {
        let report = told(text);
        let rules: Vec<String> = first_rules(&report).into_iter().map(str::to_owned).collect();
        (report["verdict"].clone(), rules, report)
    };
    // Both pages were let in, each by a preflight of its own.
    let (verdict, rules, report) = judged(include_str!("../data/two-pages-one-endpoint.har"));
    assert_eq!((verdict, rules), (json!("allowed"), vec![]), "{report:#}");
    // The first try was let through; of the second the preflight was turned away.
    let (_, rules, report) = judged(include_str!("../data/second-preflight-refused.har"));
    assert_eq!(rules, ["allow-origin-missing", "preflight-status"], "{report:#}");
    assert_eq!(report["findings"][0]["evidence"]["status"], 429);
    assert_eq!(report["findings"][0]["evidence"]["stage"], "preflight");
    let (_, rules, _) = judged(include_str!("../data/null-in-optional-fields.har"));
    assert_eq!(rules, ["allow-origin-missing"]);
    let (verdict, rules, _) = judged(include_str!("../data/failed-in-playwright.har"));
    assert_eq!((verdict, rules), (json!("unknown"), vec![]));
}

/// A HAR file of these entries: method, page, more of the entry.
fn har(creator: &str, entries: &[Value]) -> String {
    json!({ "log": { "creator": { "name": creator }, "pages": null, "entries": entries } })
        .to_string()
}

fn entry(
    method: &str,
    page: &str,
    asked: Option<&str>,
    status: i64,
    allowed: Option<&str>,
) -> Value {
    let mut sent = vec![
        json!({ "name": "origin", "value": page }),
        json!({ "name": "sec-fetch-mode", "value": "cors" }),
    ];
    if let Some(asked) = asked {
        sent.push(json!({ "name": "access-control-request-method", "value": asked }));
    }
    let mut got = Vec::new();
    if let Some(allowed) = allowed {
        got.push(json!({ "name": "access-control-allow-origin", "value": allowed }));
        got.push(json!({ "name": "access-control-allow-methods", "value": "PUT" }));
    }
    json!({
        "request": { "method": method, "url": "https://api.example.com/x", "headers": sent, "postData": null },
        "response": { "status": status, "headers": got, "_error": null },
        "pageref": null,
    })
}

/// Chromium writes a preflight behind its request, Firefox before it; a retry has its own.
#[test]
fn a_preflight_belongs_to_the_request_that_it_was_sent_for() {
    let app = "https://app.example.com";
    let refused = entry("OPTIONS", app, Some("PUT"), 204, None);
    let granted = entry("OPTIONS", app, Some("PUT"), 204, Some(app));
    let blocked = entry("PUT", app, None, 0, None);
    let read = entry("PUT", app, None, 200, Some(app));
    for (creator, entries) in [
        ("Firefox", vec![refused.clone(), blocked.clone(), granted.clone(), read.clone()]),
        ("WebInspector", vec![blocked.clone(), refused.clone(), read.clone(), granted.clone()]),
        ("", vec![read.clone(), granted.clone(), blocked.clone(), refused.clone()]),
        ("", vec![granted.clone(), read.clone(), refused.clone(), blocked.clone()]),
        // A remembered preflight serves the second request.
        (
            "Firefox",
            vec![granted.clone(), read.clone(), read.clone(), refused.clone(), blocked.clone()],
        ),
    ] {
        let report = told(&har(creator, &entries));
        assert_eq!(first_rules(&report), ["allow-origin-missing"], "{creator} {report:#}");
    }
}

/// A cache keeps what an `<img>` was answered, without CORS; `fetch` is then given that.
#[test]
fn a_cached_answer_is_told_as_one() {
    let mut kept = entry("GET", "https://app.example.com", None, 200, None);
    kept["_fromCache"] = json!("disk");
    let report = told(&har("WebInspector", &[kept]));
    assert_eq!(first_rules(&report), ["allow-origin-missing"]);
    assert!(report.to_string().contains("browser's cache"), "{report:#}");
}

/// A WebSocket says `Origin` and asks for no permission; Firefox writes no mode beside it.
#[test]
fn the_handshake_of_a_websocket_is_not_judged() {
    let mut handshake = entry("GET", "https://app.example.com", None, 101, None);
    handshake["request"]["headers"] = json!([
        { "name": "Origin", "value": "https://app.example.com" },
        { "name": "Upgrade", "value": "websocket" },
    ]);
    let report = told(&har("Firefox", &[handshake]));
    assert_eq!(report["verdict"], "allowed", "{report:#}");
}

/// Chromium's code tells what stopped a request that never came back: a policy, a blocker, whoever gave up.
#[test]
fn a_request_without_an_answer_is_told_by_its_code() {
    for (code, rule, advice) in [
        ("net::ERR_BLOCKED_BY_CSP", "blocked-by-csp", "connect-src"),
        ("net::ERR_BLOCKED_BY_CLIENT", "blocked-by-client", "private window"),
        ("net::ERR_ABORTED", "request-aborted", "who gave up"),
        ("net::ERR_CONNECTION_REFUSED", "network-failure", "nobody listens"),
    ] {
        let mut stopped = entry("GET", "https://app.example.com", None, 0, None);
        stopped["response"]["_error"] = json!(code);
        let report = told(&har("WebInspector", &[stopped]));
        assert_eq!(first_rules(&report), [rule], "{report:#}");
        assert!(report.to_string().contains(advice), "{report:#}");
        assert!(!report.to_string().contains("add_header"), "{report:#}");
    }
}

/// Safari writes nothing of what it refused but its error, and of others not how they were asked for.
#[test]
fn a_request_of_safari_is_judged_by_its_error_or_not_at_all() {
    let file = |error: Option<&str>| {
        json!({ "log": {
            "creator": { "name": "WebKit Web Inspector" },
            "pages": [{ "id": "page_0", "title": "https://app.example.com/cart" }],
            "entries": [{
                "pageref": "page_0",
                "request": { "method": "GET", "url": "https://api.example.com/cart", "headers": [] },
                "response": { "status": 0, "headers": [], "_error": error },
            }],
        }})
        .to_string()
    };
    let refused = "Origin https://app.example.com is not allowed by Access-Control-Allow-Origin. Status code: 200";
    let report = told(&file(Some(refused)));
    assert_eq!(first_rules(&report), ["allow-origin-missing"], "{report:#}");
    assert_eq!(report["findings"][0]["browsers"], json!(["webkit"]), "{report:#}");
    let report = told(&file(None));
    assert_eq!(report["verdict"], "unknown", "{report:#}");
    assert!(
        report["notes"].to_string().contains("crosscheck check https://api.example.com/cart"),
        "{report:#}"
    );
}
