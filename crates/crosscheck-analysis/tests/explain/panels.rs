//! What the developer tools' panels show: names of refusals, titles of issues, answers without their headers.

use crate::check;
use crate::first_rules;
use crate::told;

const ORDERS: &str = "https://api.example.com/orders";

#[test]
fn chromiums_name_of_a_refusal_is_read_however_it_is_typed() {
    let cases: [(&str, &str, bool); 6] = [
        (
            "Cross-Origin Resource Sharing error: MissingAllowOriginHeader",
            "allow-origin-missing",
            false,
        ),
        (
            "it says Cross-Origin Resource Sharing error: PreflightMissingAllowOriginHeader, though I set it",
            "allow-origin-missing",
            true,
        ),
        ("Preflight missing allow origin header", "allow-origin-missing", true),
        ("orders  CORS error  fetch  WildcardOriginNotAllowed", "wildcard-with-credentials", false),
        ("Header disallowed by preflight response", "headers-not-allowed", true),
        ("status: Preflight disallowed redirect", "preflight-redirect", true),
    ];
    for (text, rule, is_of_preflight) in cases {
        let report = told(text);
        assert_eq!(first_rules(&report), [rule], "{text}\n{report:#}");
        let stage = &report["findings"][0]["evidence"]["stage"];
        assert_eq!(stage == "preflight", is_of_preflight, "{text}: {stage}");
    }
    // The name and nothing else is a name.
    assert_eq!(told("PreflightMissingAllowOriginHeader")["kind"], "name");
}

#[test]
fn an_issues_title_or_what_stands_below_it_tells_the_rule() {
    check(&[
        (
            "Ensure CORS requests include credentials only when allowed",
            "allow-credentials",
            &[],
            &[],
        ),
        (
            "A Cross-Origin Resource Sharing (CORS) request was blocked because it was configured to include \
             credentials but the Access-Control-Allow-Credentials response header of the request or the associated \
             preflight request wasn’t set to true.",
            "allow-credentials",
            &[],
            &[],
        ),
        (
            "Ensure credentialed requests aren’t sent to CORS resources with origin wildcards",
            "wildcard-with-credentials",
            &[],
            &[],
        ),
        (
            "A cross-origin resource sharing (CORS) request was blocked because it contained request headers that \
             were neither CORS-safelisted (Accept) nor allowed",
            "headers-not-allowed",
            &[],
            &[],
        ),
    ]);
}

#[test]
fn a_preflight_that_was_answered_with_an_error_is_told_by_its_status() {
    let texts = [
        "OPTIONS https://api.example.com/orders 405 (Method Not Allowed)",
        "OPTIONS https://api.example.com/orders net::ERR_ABORTED 405 (Method Not Allowed)",
        "Request URL: https://api.example.com/orders\nRequest Method: OPTIONS\nStatus Code: 405 Method Not Allowed",
        "Request URL\nhttps://api.example.com/orders\nRequest Method\nOPTIONS\nStatus Code\n405 Method Not Allowed",
        "OPTIONS https://api.example.com/orders 405 (Method Not Allowed)\nAccess to fetch at \
         'https://api.example.com/orders' from origin 'https://app.example.com' has been blocked by CORS policy: \
         Response to preflight request doesn't pass access control check: It does not have HTTP ok status.",
        "[Error] Failed to load resource: the server responded with a status of 405 (Method Not Allowed) (orders, \
         line 0)\n[Error] Preflight response is not successful\n[Error] XMLHttpRequest cannot load \
         https://api.example.com/orders due to access control checks.",
    ];
    for text in texts {
        let report = told(text);
        assert_eq!(first_rules(&report), ["preflight-status"], "{text}\n{report:#}");
        let evidence = &report["findings"][0]["evidence"];
        assert_eq!(
            (&evidence["url"], &evidence["status"]),
            (&ORDERS.into(), &405.into()),
            "{text}"
        );
    }
    for text in ["OPTIONS 405", "the preflight returns 405, and Postman works"] {
        let report = told(text);
        assert_eq!(first_rules(&report), ["preflight-status"], "{text}");
        assert_eq!(report["findings"][0]["evidence"]["status"], 405, "{text}");
    }
}

#[test]
fn an_answer_that_the_page_was_let_read_is_no_matter_of_cors() {
    for text in [
        "app.js:33 GET https://api.example.com/me 401 (Unauthorized)",
        "Failed to load resource: the server responded with a status of 401 (Unauthorized)",
        "GET https://cdn.example.com/app.js net::ERR_ABORTED 401 (Unauthorized)",
        "XHRGEThttps://api.example.com/me\n[HTTP/2 401 Unauthorized 120ms]",
        "POST https://api.example.com/me 401 (Unauthorized)\nUncaught (in promise) SyntaxError: Unexpected token '<'",
    ] {
        let report = told(text);
        assert_eq!(
            (&report["kind"], &report["verdict"]),
            (&"status".into(), &"explained".into()),
            "{text}"
        );
        assert!(report["notes"].to_string().contains("401"), "{text}");
    }
}

#[test]
fn a_pane_without_an_answer_says_what_is_missing_and_how_to_ask() {
    let pane = "General\nRequest URL\nhttps://api.example.com/orders\nReferrer Policy\n\
                strict-origin-when-cross-origin\nRequest Headers\nProvisional headers are shown\nAccept\n*/*";
    for text in [
        pane,
        "Request URL: https://api.example.com/orders\nRequest Method: GET\nStatus Code: 200 OK",
    ] {
        let report = told(text);
        assert_eq!(
            (&report["kind"], &report["verdict"]),
            (&"pane".into(), &"explained".into()),
            "{text}"
        );
        assert!(
            report["notes"].to_string().contains("crosscheck check https://api.example.com/orders"),
            "{text}"
        );
    }
    assert!(told(pane)["notes"].to_string().contains("blocks nothing"));
}

#[test]
fn what_is_no_error_is_said_to_be_none() {
    let cases = [
        ("Referrer Policy: strict-origin-when-cross-origin", "blocks nothing"),
        (
            "SEC7118: XMLHttpRequest for https://api.example.com/ required Cross Origin Resource Sharing (CORS).",
            "SEC7120",
        ),
        (
            "Unchecked runtime.lastError: Could not establish connection. Receiving end does not exist.",
            "an extension",
        ),
        (
            "DevTools failed to load source map: Could not load content for https://app.example.com/a.js.map: HTTP \
             error: status code 404, net::ERR_HTTP_RESPONSE_CODE_FAILURE",
            "developer tools",
        ),
    ];
    for (text, word) in cases {
        let report = told(text);
        assert_eq!(
            (&report["kind"], &report["verdict"]),
            (&"remark".into(), &"explained".into()),
            "{text}"
        );
        assert!(report["notes"].to_string().contains(word), "{text}\n{report:#}");
    }
}

#[test]
fn each_row_of_firefoxs_network_panel_tells_its_own_reason() {
    let rows = "Status\tMethod\tDomain\tFile\tInitiator\n\tGET\tapi.example.com\tx\tfetch\tCORS Missing Allow Origin\n\
                \tOPTIONS\tapi.example.com\ty\txhr\tCORS Missing Allow Header";
    assert_eq!(first_rules(&told(rows)), ["allow-origin-missing", "headers-not-allowed"]);
    // What script is told of the same is no more.
    let beside = "TypeError: Failed to fetch\nCORS Missing Allow Origin";
    assert_eq!(crate::rules(&told(beside)), ["allow-origin-missing"]);
}

/// Panels of 2016 had no blank behind a name.
#[test]
fn a_pane_without_blanks_is_read() {
    let pane = "General\nRequest URL:https://api.example.com/x?a=1\nRequest Method:GET\nStatus Code:522 \n\nResponse \
                Headers\ncf-ray:3154e8e72ff1-IAD\ncontent-type:text/html\nserver:cloudflare-nginx\n\nRequest \
                Headers\n:authority:api.example.com\norigin:http://localhost:3000\n";
    let report = told(pane);
    assert_eq!(first_rules(&report), ["allow-origin-missing"], "{report:#}");
    let evidence = &report["findings"][0]["evidence"];
    assert_eq!(
        (&evidence["status"], &evidence["origin"]),
        (&522.into(), &"http://localhost:3000".into())
    );
}

/// What was asked does not tell what was answered.
#[test]
fn headers_of_a_request_alone_are_told_as_such() {
    let report = told(
        "Pre-flight request headers:\nAccept: */*\nAccess-Control-Request-Headers: authorization\n\
         Access-Control-Request-Method: GET\nHost: api.example.com\nOrigin: http://localhost:3000\n",
    );
    assert_eq!(report["verdict"], "explained", "{report:#}");
    assert!(
        report["notes"].to_string().contains("whether GET may be sent with authorization"),
        "{report:#}"
    );
}

#[test]
fn what_a_sandbox_stops_is_no_matter_of_cors() {
    let report = told(
        "[Error] Blocked script execution in 'https://a.example.com/index.html' because the document's frame is \
         sandboxed and the 'allow-scripts' permission is not set. (x603)",
    );
    assert!(report["notes"].to_string().contains("`sandbox`"), "{report:#}");
    let socket = "WebSocket network error: The operation couldn’t be completed. Connection refused";
    assert_eq!(first_rules(&told(socket)), ["network-failure"]);
}
