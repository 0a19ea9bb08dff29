//! What tools and servers' libraries print, with the URL above the answer, in tables, and within other words.

use super::first_rules;
use super::told;

#[test]
fn the_url_above_an_answer_is_the_one_that_was_asked() {
    let wget = "--2026-11-20 10:00:00--  https://api.example.com/items\nResolving api.example.com... 192.0.2.1\nHTTP \
                request sent, awaiting response... \n  HTTP/1.1 200 OK\n  Server: nginx\n  \
                Access-Control-Allow-Origin: *, *\n";
    let powershell = "PS C:\\> Invoke-WebRequest https://api.example.com/items -Headers @{Origin='https://app.example.com'}\
                      \n\nStatusCode        : 200\nRawContent        : HTTP/1.1 200 OK\n                    \
                      Content-Type: application/json\n";
    let prose = "GET <https://api.example.com/items>\nHTTP/1.1 200 OK\nServer: nginx\n";
    for (text, rule) in [
        (wget, "allow-origin-list"),
        (powershell, "allow-origin-missing"),
        (prose, "allow-origin-missing"),
    ] {
        let report = told(text);
        assert_eq!(first_rules(&report), [rule], "{report:#}");
        assert_eq!(
            report["findings"][0]["evidence"]["url"], "https://api.example.com/items",
            "{report:#}"
        );
    }
}

#[test]
fn header_lines_are_read_in_powershells_table_and_within_other_words() {
    let table = "Key                         Value\n---                         -----\nAccess-Control-Allow-Origin \
                 {https://www.example.com/}\nContent-Type                {application/json}\n";
    let words = "I get this from the gateway:\n\nStatus: 200 OK\n\nAccess-Control-Allow-Origin: \
                 https://www.example.com/\nContent-Type: application/json\n\nwhat is wrong with it?";
    for text in [table, words] {
        let report = told(text);
        assert_eq!(report["kind"], "transcript", "{report:#}");
        assert_eq!(
            report["findings"][0]["evidence"]["value"], "https://www.example.com/",
            "{report:#}"
        );
    }
}

/// A pane of the second version of HTTP, copied without the titles of its sides.
#[test]
fn a_pane_without_titles_has_both_sides() {
    let pane = "Request URL\nhttps://api.example.com/items\nRequest Method\nOPTIONS\nStatus Code\n403 Forbidden\n\
                content-type\ntext/html\n:authority\napi.example.com\n:method\nOPTIONS\n\
                access-control-request-headers\nauthorization\naccess-control-request-method\nGET\norigin\n\
                https://app.example.com\n";
    let report = told(pane);
    assert_eq!(first_rules(&report), ["allow-origin-missing", "preflight-status"], "{report:#}");
    assert!(report.to_string().contains("authorization"), "{report:#}");
    assert_eq!(report["findings"][0]["evidence"]["stage"], "preflight", "{report:#}");
}

#[test]
fn libraries_say_in_their_logs_what_they_refused() {
    for (said, rule, has) in [
        (
            "[cors] 2026/11/20 10:00:00   Preflight aborted: origin 'https://app.example.com' not allowed",
            "allow-origin-missing",
            "https://app.example.com",
        ),
        (
            "[cors] 2026/11/20 10:00:00   Actual request no headers added: origin 'https://app.example.com' not allowed",
            "allow-origin-missing",
            "https://app.example.com",
        ),
        ("Preflight aborted: method 'PATCH' not allowed", "method-not-allowed", "PATCH"),
        ("Preflight aborted: headers '[x-token]' not allowed", "headers-not-allowed", "x-token"),
        (
            "DEBUG:flask_cors.core:CORS request received with 'Origin' https://app.example.com\n\
             DEBUG:flask_cors.core:The request's Origin header does not match any of allowed origins.",
            "allow-origin-missing",
            "https://app.example.com",
        ),
        (
            "DEBUG [org.keycloak.services.cors] Invalid CORS request: origin https://app.example.com not in allowed \
             origins [https://www.example.com]",
            "allow-origin-missing",
            "https://app.example.com",
        ),
        (
            "CORS Rejected - Invalid origin",
            "allow-origin-missing",
            "the word of the server's own library",
        ),
        ("Origin is not allowed to make this request", "allow-origin-missing", "own library"),
    ] {
        let report = told(said);
        assert_eq!(first_rules(&report), [rule], "{said}\n{report:#}");
        assert!(report.to_string().contains(has), "`{has}` of {said}\n{report:#}");
    }
}

#[test]
fn libraries_say_beside_an_answer_why_it_has_no_header() {
    for (line, has) in [
        ("miss; no-origin", "asked without `Origin`"),
        ("miss; no-path", "no `resource` for this path"),
        ("preflight-miss; deny-method", "in `methods`"),
        ("preflight-miss; deny-header", "in `headers`"),
    ] {
        let report = told(&format!("HTTP/1.1 200 OK\nX-Rack-CORS: {line}\nServer: puma\n"));
        assert!(report["notes"].to_string().contains(has), "{report:#}");
    }
    let report = told(
        "info: Microsoft.AspNetCore.Cors.Infrastructure.CorsService[4]\n      CORS policy execution successful.",
    );
    assert_eq!(report["verdict"], "explained");
    assert!(report["notes"].to_string().contains("let the page in"), "{report:#}");
}
