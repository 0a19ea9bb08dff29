//! Texts that tell little, and texts that tell the same twice.

use serde_json::json;

use super::check;
use super::first_rules;
use super::rules;
use super::told;

/// What script is told of a failure is next to nothing: every cause is named, likeliest first, with what
/// tells it from the others; no patch is made for a guess.
#[test]
fn a_text_of_several_causes_names_them_all_and_how_to_tell() {
    for (text, expected) in [
        (
            "TypeError: Failed to fetch",
            &[
                "allow-origin-missing",
                "network-failure",
                "mixed-content",
                "blocked-by-csp",
                "blocked-by-client",
            ][..],
        ),
        ("TypeError: Load failed", &["allow-origin-missing", "network-failure", "blocked-by-csp"]),
        (
            "TypeError: NetworkError when attempting to fetch resource.",
            &["allow-origin-missing", "network-failure"],
        ),
        (
            "AxiosError: Network Error\n    at XMLHttpRequest.handleError",
            &["allow-origin-missing", "network-failure"],
        ),
        (
            "GET https://api.example.com/x net::ERR_FAILED",
            &["allow-origin-missing", "network-failure"],
        ),
        (
            "GET https://api.example.com/x net::ERR_FAILED 200 (OK)",
            &["allow-origin-missing", "allow-origin-mismatch"],
        ),
        (
            "SecurityError: The operation is insecure.",
            &["canvas-tainted", "worker-origin", "mixed-content"],
        ),
        (
            "[Error] Cross-origin script load denied by Cross-Origin Resource Sharing policy.",
            &["allow-origin-missing"],
        ),
        (
            "Http failure response for https://api.example.com/x: 0 Unknown Error",
            &["allow-origin-missing", "network-failure"],
        ),
        (
            "HttpErrorResponse {headers: HttpHeaders, status: 0, statusText: 'Unknown Error', url: \
             'https://api.example.com/x', ok: false}",
            &["allow-origin-missing", "network-failure"],
        ),
        (
            "ClientException: XMLHttpRequest error., uri=https://api.example.com/x",
            &["allow-origin-missing"],
        ),
        (
            include_str!("../data/font.firefox.txt"),
            &["allow-origin-missing", "allow-origin-mismatch"],
        ),
        (
            "TypeError: Failed to fetch dynamically imported module: https://cdn.example.com/a.js",
            &["network-failure", "wrong-type", "allow-origin-missing"],
        ),
        (
            "CypressError: The following error originated from your application code, not from Cypress.\n\n  > Failed to fetch",
            &["allow-origin-missing", "network-failure"],
        ),
        (
            "Error: page.evaluate: TypeError: Failed to fetch\n    at app.spec.ts:3:1",
            &["allow-origin-missing"],
        ),
    ] {
        let report = told(text);
        let all = rules(&report);
        assert_eq!(first_rules(&report).len(), 1, "{text}: {report:#}");
        assert_eq!(all[0], expected[0], "{text}");
        for rule in expected {
            assert!(all.contains(rule), "{rule} of {text}: {all:?}");
        }
        let finding = &report["findings"][0];
        assert!(finding["tell_apart"].is_string(), "{text}");
        let causes = finding["causes"].as_array().expect("causes");
        assert_eq!(causes.len(), all.len());
        assert!(causes.iter().all(|cause| cause["sign"] != ""), "{text}");
        if !text.contains("script load denied") {
            assert_eq!(finding["fixes"], json!([]), "no patch for a guess: {text}");
        }
    }
}

/// Script's own words beside the console's tell nothing more.
#[test]
fn what_script_is_told_beside_the_reason_is_no_second_finding() {
    let report = told(
        "Access to fetch at 'https://api.example.com/x' from origin 'https://app.example.com' has been blocked by \
         CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.\n\
         GET https://api.example.com/x net::ERR_FAILED 200 (OK)\nUncaught (in promise) TypeError: Failed to fetch",
    );
    assert_eq!(rules(&report), ["allow-origin-missing"]);
}

#[test]
fn failures_of_test_runners_are_read() {
    check(&[
        (
            "Error: page.goto: net::ERR_CONNECTION_REFUSED at http://localhost:3000/\nCall log:\n  - navigating to \
             \"http://localhost:3000/\", waiting until \"load\"",
            "network-failure",
            &["nobody listens at http://localhost:3000/"],
            &[],
        ),
        // The call is told below the reason.
        (
            "Error: apiRequestContext.get: connect ECONNREFUSED ::1:3000\nCall log:\n  - → GET http://localhost:3000/x",
            "network-failure",
            &["http://localhost:3000/x"],
            &["add_header"],
        ),
        (
            "CypressError: The command was expected to run against origin `https://login.example.com` but the \
             application is at origin `https://app.example.com`.",
            "frame-access",
            &["cy.origin()"],
            &[],
        ),
        // jsdom asks for CORS as a browser does.
        (
            "Error: Cross origin http://localhost forbidden\n    at dispatchError (xhr-utils.js:63:19)",
            "allow-origin-missing",
            &["http://localhost"],
            &[],
        ),
        ("Error: page.goto: NS_ERROR_CONNECTION_REFUSED", "network-failure", &[], &[]),
        (
            "CypressError: `cy.visit()` failed because you are attempting to visit a URL that is of a different \
             origin.",
            "frame-access",
            &["cy.origin()"],
            &[],
        ),
    ]);
}

/// One list holds the names of all of them; two patches would undo each other.
#[test]
fn two_headers_of_one_list_are_one_finding_with_one_patch() {
    let report = told(include_str!("../data/two-headers-not-exposed.chromium.txt"));
    assert_eq!(first_rules(&report), ["header-not-exposed"]);
    let express = report["findings"][0]["fixes"].as_array().expect("patches");
    let express =
        express.iter().find(|fix| fix["server"] == "express").expect("Express").to_string();
    assert!(express.contains("grpc-status") && express.contains("grpc-message"), "{express}");
}

/// Origin, method, header and exposed header of one endpoint: two patches would undo each other, or not even
/// parse in one file. A second endpoint's needs are in it, too, and it says which are whose.
#[test]
fn all_that_one_server_refused_gets_one_patch() {
    let blocked = |url: &str, why: &str| {
        format!(
            "Access to fetch at '{url}' from origin 'https://app.example' has been blocked by CORS policy: {why}\n"
        )
    };
    let orders = "https://api.example/orders";
    let text = [
        blocked(orders, "Method DELETE is not allowed by Access-Control-Allow-Methods in preflight response."),
        blocked(
            orders,
            "Request header field x-token is not allowed by Access-Control-Allow-Headers in preflight response.",
        ),
        blocked(
            "https://api.example/list",
            "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        ),
        "Refused to get unsafe header \"x-total\"\n".to_owned(),
    ]
    .concat();
    let report = told(&text);
    let findings = report["findings"].as_array().expect("findings");
    assert_eq!(findings.len(), 4, "{report:#}");
    for finding in &findings[1..] {
        assert_eq!(finding["fixes"], json!([]));
        assert_eq!(finding["fixed_with"], 0);
    }
    let express = findings[0]["fixes"].as_array().expect("patches").iter();
    let express = express.clone().find(|fix| fix["server"] == "express").expect("Express");
    let text = express["parts"][0][1].as_str().expect("a text");
    for part in ["DELETE", "x-token", "x-total", "https://app.example"] {
        assert_eq!(text.matches(part).count(), 1, "{text}");
    }
    assert_eq!(express["was_run"], true);
    assert_eq!(express["run_by"], "Express on Node.js");
    let notes = express["notes"].to_string();
    assert!(notes.contains("for https://api.example/orders: "), "{notes}");
    assert!(notes.contains("for https://api.example/list: "), "{notes}");
}

/// As an issue quotes a console, line by line.
#[test]
fn a_text_that_is_quoted_and_broken_over_lines_is_read_as_one() {
    for mark in ["> ", "> > ", "| ", "    "] {
        let text = format!(
            "In the console:\n\n{mark}Access to XMLHttpRequest at 'https://api.example.com/login' from origin\n\
             {mark}'https://app.example.com' has been blocked by CORS policy: Request header field baggage is\n\
             {mark}not allowed by Access-Control-Allow-Headers in preflight response.\n\nI set `*` already."
        );
        let report = told(&text);
        assert_eq!(first_rules(&report), ["headers-not-allowed"], "{text}");
        assert_eq!(report["findings"][0]["evidence"]["header_names"][0], "baggage", "{text}");
        assert_eq!(
            report["findings"][0]["evidence"]["origin"], "https://app.example.com",
            "{text}"
        );
    }
}

/// What an older release wrote tells how old it is.
#[test]
fn the_releases_that_write_a_text_are_told() {
    let old = told(
        "Failed to load https://api.example.com/v1: No 'Access-Control-Allow-Origin' header is present on the \
         requested resource. Origin 'https://app.example.com' is therefore not allowed access.",
    );
    assert_eq!(old["findings"][0]["releases"], serde_json::json!({ "since": null, "until": 62 }));
    let today = told("Reason: CORS request did not succeed");
    assert_eq!(today["findings"][0].get("releases"), None, "all of them");
}

/// A library that gave up says no more than that.
#[test]
fn what_was_not_answered_in_time_is_no_verdict_of_cors() {
    for text in [
        "TimeoutError: Request timed out: GET https://api.example.com/v1",
        "AxiosError: timeout of 5000ms exceeded",
    ] {
        assert_eq!(first_rules(&told(text)), ["network-failure"], "{text}");
    }
}
