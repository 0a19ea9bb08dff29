//! What people paste that is not quite what a browser wrote: cut off, beside code, in a record of an error, or in
//! the words of a store, a proxy or an application.

use super::PAGE_ALLOWED;
use super::check;
use super::first_rules;
use super::rules;
use super::told;

#[test]
fn a_text_that_is_cut_off_is_read_as_far_as_it_goes() {
    check(&[(
        "Access to fetch at 'https://api.example.com/x' from origin 'null' has been blocked by CORS policy: No \
         'Access-Control-Allow-Origin' header is present",
        "allow-origin-missing",
        &["https://api.example.com/x"],
        &[],
    )]);
}

#[test]
fn a_line_without_its_beginning_still_names_the_page() {
    let report = told(
        "from origin 'http://localhost:4200' has been blocked by CORS policy: Response to preflight request doesn't \
         pass access control check: The value of the 'Access-Control-Allow-Origin' header in the response must not \
         be the wildcard '*' when the request's credentials mode is 'include'.",
    );
    assert_eq!(first_rules(&report), ["wildcard-with-credentials"], "{report:#}");
    let evidence = &report["findings"][0]["evidence"];
    assert_eq!(evidence["origin"], "http://localhost:4200", "{report:#}");
    assert!(evidence["url"].is_null(), "{report:#}");
}

/// WebKit's lines have begun as Chromium's once did; the releases that did so are Chromium's.
#[test]
fn a_beginning_that_two_browsers_share_tells_nothing_of_releases() {
    for line in [
        "[Error] XMLHttpRequest cannot load https://api.example.com/x. Origin https://app.example is not allowed by \
         Access-Control-Allow-Origin.",
        "[Error] Failed to load resource: Cannot make any requests from null.",
    ] {
        let report = told(line);
        assert_eq!(first_rules(&report), ["allow-origin-missing"], "{report:#}");
        assert_eq!(report["findings"][0]["browsers"], serde_json::json!(["webkit"]), "{report:#}");
        assert!(!report.to_string().contains("\"until\":"), "{report:#}");
    }
}

#[test]
fn a_call_that_is_cut_off_is_no_request_beside_what_script_was_told() {
    let overlay = "Unhandled Runtime Error\nTypeError: Failed to fetch\n\napp/page.tsx (12:29) @ fetch\n\n> 12 |   \
                   const res = await fetch(\"http://localhost:8000/api/items\", {\n     |                ^\n  13 \
                   |     method: \"POST\",\nCall Stack";
    let report = told(overlay);
    assert_eq!(report["kind"], "console", "{report:#}");
    assert!(rules(&report).contains(&"network-failure"), "{report:#}");
}

#[test]
fn a_page_that_lists_what_it_may_be_is_about_all_of_it() {
    let swagger = "Failed to fetch.\nPossible Reasons:\n\nCORS\nNetwork Failure\nURL scheme must be \"http\" or \
                   \"https\" for CORS request.";
    let report = told(swagger);
    assert_eq!(first_rules(&report), ["allow-origin-missing"], "{report:#}");
    assert!(rules(&report).contains(&"network-failure"), "{report:#}");
}

/// `no-cors` is no way around CORS: what comes back is hidden from script.
#[test]
fn a_call_without_cors_is_told_what_it_loses() {
    let call = "fetch('https://api.example.com/items', { mode: 'no-cors', headers: { Authorization: 'Bearer x' } \
                }).then(r => r.json())";
    assert!(told(call)["notes"].to_string().contains("script reads nothing of the answer"));
    let without = "fetch('https://api.example.com/items')";
    assert!(!told(without)["notes"].to_string().contains("no-cors"));
}

/// A page that sets a server's header asks for more than before: it needs a preflight now.
#[test]
fn a_header_in_code_is_no_line_of_firefox() {
    let call = "axios.post(\"https://api.example.com/items\", {a: 1}, {headers: {\"Access-Control-Allow-Origin\": \
                \"*\"}})";
    let report = told(call);
    assert_ne!(report["kind"], "console", "{report:#}");
    assert!(!report.to_string().contains("wildcard-with-credentials"), "{report:#}");
}

#[test]
fn a_record_of_an_error_tells_what_the_console_said() {
    let record = r#"{"breadcrumbs": {"values": [
        {"category": "fetch", "data": {"method": "POST", "url": "https://api.example.com/orders"}},
        {"category": "console", "message": "Access to fetch at 'https://api.example.com/orders' from origin
            'https://app.example.com' has been blocked by CORS policy: Response to preflight request doesn't pass
            access control check: It does not have HTTP ok status."}]}}"#;
    let record = record.replace("\n            ", " ");
    check(&[(&record, "preflight-status", &["https://app.example.com"], &[])]);
}

#[test]
fn a_store_says_whether_it_has_a_list() {
    let list = &["mend that list"];
    check(&[
        (
            "<Error><Code>AccessForbidden</Code><Message>CORSResponse: CORS is not enabled for this bucket.</Message>\
             </Error>",
            "allow-origin-missing",
            list,
            &[],
        ),
        (
            "<Message>CORSResponse: This CORS request is not allowed. This is usually because the evalution of \
             Origin, request method</Message>",
            "allow-origin-missing",
            list,
            &[],
        ),
    ]);
}

#[test]
fn what_no_browser_wrote_is_no_matter_of_cors() {
    let none = &["none of them holds to CORS"];
    check(&[
        (
            "upstream connect error or disconnect/reset before headers. reset reason: connection failure",
            "network-failure",
            none,
            &[],
        ),
        (
            "[Sat Nov 28 2026 10:11:12.000]  ERROR    [TypeError: Network request failed]",
            "network-failure",
            none,
            &[],
        ),
        ("LOG  [AxiosError: Network Error]", "network-failure", none, &[]),
    ]);
}

/// A preflight carries no cookie and no token, and many servers have no route for its method.
#[test]
fn a_servers_log_shows_what_a_preflight_met() {
    check(&[
        (
            "172.18.0.1 - - [28/Nov/2026:10:20:30 +0000] \"OPTIONS /orders HTTP/1.1\" 405 157 \
             \"https://app.example.com/\" \"Mozilla/5.0\"",
            "preflight-status",
            &["route OPTIONS at this URL", PAGE_ALLOWED],
            &[],
        ),
        (
            "INFO:     127.0.0.1:51234 - \"OPTIONS /orders HTTP/1.1\" 401 Unauthorized",
            "preflight-status",
            &["a preflight carries no credentials"],
            &[],
        ),
        (
            "127.0.0.1 - - [28/Nov/2026 10:20:30] \"OPTIONS /orders HTTP/1.1\" 308 -",
            "preflight-redirect",
            &["before any redirect"],
            &[],
        ),
    ]);
    // What was answered well may be refused for headers that no log holds.
    let report = told(
        "10.0.0.1 - - [28/Nov/2026:10:20:30 +0000] \"GET /orders HTTP/1.1\" 200 12 \"-\" \"x\"",
    );
    assert_eq!(first_rules(&report), [""; 0]);
    assert!(
        report["notes"].to_string().contains("does not hold the headers of CORS"),
        "{report:#}"
    );
}

/// What its manifest names, an extension reads without CORS.
#[test]
fn an_extension_asks_for_its_hosts_in_its_manifest() {
    check(&[(
        "Access to fetch at 'https://api.example.com/x' from origin \
         'chrome-extension://abcdefghijklmnopabcdefghijklmnop' has been blocked by CORS policy: No \
         'Access-Control-Allow-Origin' header is present on the requested resource.",
        "allow-origin-missing",
        &["host_permissions"],
        &[],
    )]);
}

/// Chats and pages number lines, and quotes go through HTML.
#[test]
fn numbers_of_lines_and_names_of_quotes_are_no_part_of_a_text() {
    let has = &["https://api.example.com/login", PAGE_ALLOWED];
    check(&[
        (
            "[10:42] M: in staging\n1  main.js:2 Access to XMLHttpRequest at\n2  'https://api.example.com/login' from \
             origin\n3  'https://app.example.com' has been blocked by\n4  CORS policy: Response to preflight \
             request\n5  doesn't pass access control check: No\n6  'Access-Control-Allow-Origin' header is\n7  \
             present on the requested resource.",
            "allow-origin-missing",
            has,
            &[],
        ),
        (
            "Access to fetch at &#39;https://api.example.com/login&#39; from origin &#39;https://app.example.com&#39; \
             has been blocked by CORS policy: No &#39;Access-Control-Allow-Origin&#39; header is present",
            "allow-origin-missing",
            has,
            &["#39"],
        ),
    ]);
}

#[test]
fn what_firefox_said_before_it_gave_reasons_is_read() {
    let report = told(
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at \
         http://api.example.com/x. This can be fixed by moving the resource to the same domain or enabling CORS.",
    );
    assert_eq!(first_rules(&report), ["allow-origin-missing"], "{report:#}");
    assert!(rules(&report).contains(&"preflight-status"), "{report:#}");
    assert!(report.to_string().contains("http://api.example.com/x"), "{report:#}");
}

#[test]
fn kits_of_hosts_that_say_only_that_it_failed_are_read_as_such() {
    for said in [
        "FunctionsFetchError: Failed to send a request to the Edge Function",
        "FirebaseError: Firebase: A network AuthError has occurred. (auth/network-request-failed).",
    ] {
        assert!(rules(&told(said)).contains(&"network-failure"), "{said}");
    }
}
