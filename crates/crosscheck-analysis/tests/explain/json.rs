//! JSON that is no whole HAR file: a part of one, what a driver of browsers logged, what programs export that
//! send requests.

use serde_json::Value;
use serde_json::json;

use super::first_rules;
use super::told;

fn entry() -> Value {
    json!({
        "request": {
            "method": "GET",
            "url": "https://api.example.com/v1",
            "headers": [{ "name": "Origin", "value": "https://app.example.com" }],
        },
        "response": { "status": 200, "headers": [] },
    })
}

#[test]
fn a_part_of_a_har_file_is_judged_as_the_whole() {
    let parts = [
        entry(),
        json!([entry()]),
        json!({ "entries": [entry()] }),
        json!({ "log": { "entries": [entry()] } }),
    ];
    for part in parts {
        let report = told(&part.to_string());
        assert_eq!(report["kind"], "har", "{part}");
        assert_eq!(first_rules(&report), ["allow-origin-missing"], "{part}");
    }
}

#[test]
fn chromiums_own_code_tells_the_rule_and_what_it_is_about() {
    let cases = [
        (
            r#"{"method":"Network.loadingFailed","params":{"errorText":"net::ERR_FAILED","corsErrorStatus":{"corsError":"PreflightMissingAllowOriginHeader","failedParameter":""}}}"#,
            "allow-origin-missing",
            json!({ "stage": "preflight" }),
        ),
        (
            "Request failed: https://api.example.com/v1 net::ERR_FAILED { corsError: \
             'HeaderDisallowedByPreflightResponse', failedParameter: 'x-api-key' }",
            "headers-not-allowed",
            json!({ "header_names": ["x-api-key"], "url": "https://api.example.com/v1" }),
        ),
        (
            "corsErrorStatus: { corsError: 'AllowOriginMismatch', failedParameter: 'https://b.example.com' }",
            "allow-origin-mismatch",
            json!({ "value": "https://b.example.com" }),
        ),
        (
            r#"{"message":"{\"corsError\":\"MethodDisallowedByPreflightResponse\",\"failedParameter\":\"PATCH\"}"}"#,
            "method-not-allowed",
            json!({ "method": "PATCH" }),
        ),
    ];
    for (text, rule, evidence) in cases {
        let report = told(text);
        assert_eq!(first_rules(&report), [rule], "{text}");
        for (name, value) in evidence.as_object().into_iter().flatten() {
            assert_eq!(&report["findings"][0]["evidence"][name], value, "{name} of {text}");
        }
    }
}

/// Selenium's log of the browser's console.
#[test]
fn a_log_of_consoles_is_read_as_the_console() {
    let log = json!([{
        "level": "SEVERE",
        "message": "https://app.example.com/ - Access to fetch at 'https://api.example.com/v1' from origin \
                    'https://app.example.com' has been blocked by CORS policy: Method PUT is not allowed by \
                    Access-Control-Allow-Methods in preflight response.",
    }]);
    let report = told(&log.to_string());
    assert_eq!(report["kind"], "console");
    assert_eq!(first_rules(&report), ["method-not-allowed"]);
}

#[test]
fn what_programs_export_that_send_requests_is_what_a_page_would_ask() {
    let postman = json!({
        "info": { "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
        "variable": [{ "key": "base", "value": "https://api.example.net" }],
        "item": [{ "name": "folder", "item": [{
            "name": "me",
            "request": {
                "method": "PUT",
                "auth": { "type": "bearer" },
                "header": [{ "key": "X-Off", "value": "1", "disabled": true }],
                "url": { "raw": "{{base}}/v1/me" },
                "body": { "mode": "raw", "raw": "{}", "options": { "raw": { "language": "json" } } },
            },
        }] }],
    });
    let insomnia = json!({
        "_type": "export",
        "resources": [
            { "_type": "environment", "data": { "host": "https://api.example.net" } },
            {
                "_type": "request",
                "method": "PUT",
                "url": "{{ _.host }}/v1/me",
                "headers": [{ "name": "Authorization", "value": "Bearer 1" }],
                "body": { "mimeType": "application/json", "text": "{}" },
            },
        ],
    });
    let hoppscotch = json!({
        "v": 2,
        "requests": [{
            "endpoint": "https://api.example.net/v1/me",
            "method": "PUT",
            "headers": [{ "key": "Authorization", "value": "Bearer 1", "active": true }],
            "body": { "contentType": "application/json", "body": "{}" },
        }],
    });
    for export in [postman, insomnia, hoppscotch] {
        let report = told(&export.to_string());
        assert_eq!(report["kind"], "collection", "{export}");
        let needed = report["findings"][0]["needed"]["preflight"].to_string();
        assert!(needed.contains(r#"["Access-Control-Allow-Methods","PUT"]"#), "{needed}");
        assert!(
            needed.contains(r#"["Access-Control-Allow-Headers","authorization, content-type"]"#),
            "{needed}"
        );
        assert_eq!(report["preflight"]["url"], "https://api.example.net/v1/me");
    }
}

#[test]
fn all_requests_of_a_file_are_one_patch_and_a_name_without_a_value_is_told() {
    let request = |method: &str, name: &str| {
        json!({
            "method": method,
            "url": "{{base_url}}/v1",
            "header": [{ "key": name, "value": "1" }],
        })
    };
    let requests = [request("PUT", "X-A"), request("DELETE", "X-B"), request("PUT", "X-A")];
    let report = told(&json!({ "item": requests }).to_string());
    let findings = report["findings"].as_array().expect("a list");
    assert_eq!(findings.len(), 2, "those that are alike are told once");
    assert_eq!(findings[1]["fixed_with"], 0);
    assert!(report["notes"].to_string().contains("`{{base_url}}`"));
}

#[test]
fn json_that_is_none_of_these_says_what_to_bring() {
    let error = crosscheck_analysis::explain::explain("{\"a\": 1}", &Default::default());
    let error = error.expect_err("nothing is in it");
    assert!(error.message.starts_with("it starts like JSON and is no HAR file"), "{error}");
}

/// An error of axios is printed with the request that failed, and is none that somebody wants to make.
#[test]
fn an_error_with_its_request_is_what_script_was_told() {
    let text = r#"{"message":"Network Error","name":"AxiosError","config":{"headers":{"Content-Type":"application/json"},
        "method":"post","url":"https://api.example.com/login","data":"{}"},"code":"ERR_NETWORK","status":null}"#;
    let report = told(text);
    assert_eq!(report["kind"], "console", "{report:#}");
    assert_eq!(
        report["findings"][0]["evidence"]["url"], "https://api.example.com/login",
        "{report:#}"
    );
}
