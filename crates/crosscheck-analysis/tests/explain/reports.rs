//! What a policy reports: of what it refused, and of what it would refuse if it were in force.

use super::first_rules;
use super::told;

const REPORTED: [&str; 4] = [
    "[Report Only] Refused to connect to 'https://api.example.com/v1' because it violates the following Content \
     Security Policy directive: \"connect-src 'self'\".",
    "[Report Only] Refused to load the script 'https://cdn.example.com/a.js' because it violates the following Content \
     Security Policy directive: \"script-src 'self'\".",
    "Loading the image 'https://cdn.example.com/a.png' violates the following Content Security Policy directive: \
     \"img-src 'self'\". The policy is report-only, so the violation has been logged but no further action has been \
     taken.",
    r#"{"csp-report":{"document-uri":"https://app.example.com/","violated-directive":"script-src",
        "disposition":"report","blocked-uri":"inline"}}"#,
];

/// Such a policy is there to be tried out: whoever takes its line for the reason looks in the wrong place.
#[test]
fn what_is_only_reported_was_let_through() {
    for text in REPORTED {
        let report = told(text);
        assert!(first_rules(&report).is_empty(), "{text}\n{report:#}");
        assert_eq!(report["verdict"], "explained", "{text}\n{report:#}");
        assert!(report["notes"].to_string().contains("only reports"), "{text}\n{report:#}");
    }
}

#[test]
fn a_policy_in_force_counts_beside_one_that_is_not() {
    let in_force = "Refused to connect to 'https://b.example.com/v1' because it violates the following Content Security \
                    Policy directive: \"connect-src 'self'\".";
    for text in [format!("{}\n{in_force}", REPORTED[0]), format!("{in_force}\n{}", REPORTED[2])] {
        let report = told(&text);
        assert_eq!(first_rules(&report), ["blocked-by-csp"], "{text}\n{report:#}");
        assert_eq!(report["findings"][0]["evidence"]["url"], "https://b.example.com/v1");
    }
}

/// `report-uri`, the Reporting API and the event of script name the same things otherwise.
#[test]
fn what_browsers_report_is_read() {
    let body = r#""blockedURL":"https://api.example.com/x","documentURL":"https://app.example.com/cart",
        "effectiveDirective":"connect-src","disposition":"enforce""#;
    let api = format!(
        r#"[{{"type":"csp-violation","url":"https://app.example.com/cart","body":{{{body}}}}}]"#
    );
    let uri = r#"{"csp-report":{"document-uri":"https://app.example.com/cart","blocked-uri":"https://api.example.com/x",
        "violated-directive":"connect-src 'self'"}}"#;
    let event = r#"{"isTrusted":true,"documentURI":"https://app.example.com/cart",
        "blockedURI":"https://api.example.com/x","violatedDirective":"connect-src"}"#;
    for text in [&api, uri, event] {
        let report = told(text);
        assert_eq!(first_rules(&report), ["blocked-by-csp"], "{text}\n{report:#}");
        let evidence = &report["findings"][0]["evidence"];
        assert_eq!(evidence["url"], "https://api.example.com/x", "{report:#}");
        assert_eq!(evidence["origin"], "https://app.example.com", "{report:#}");
    }
    let isolated = r#"[{"type":"coep","url":"https://app.example.com/","body":{"type":"corp",
        "blockedURL":"https://cdn.example.com/a.png","disposition":"enforce"}}]"#;
    assert_eq!(first_rules(&told(isolated)), ["resource-policy"]);
    let framed = r#"{"csp-report":{"document-uri":"https://app.example.com/","violated-directive":"frame-ancestors",
        "blocked-uri":"https://other.example.com/"}}"#;
    assert_eq!(first_rules(&told(framed)), ["frame-refused"]);
}

#[test]
fn an_answer_that_script_may_not_read_is_told_as_the_pages_own_wish() {
    for text in [
        "Response { type: \"opaque\", url: \"\", redirected: false, status: 0, ok: false }",
        "Response {type: 'opaque', url: '', status: 0, ok: false, …}",
        r#"{"type":"opaque","url":"","status":0,"ok":false}"#,
    ] {
        let report = told(text);
        assert!(first_rules(&report).is_empty(), "{text}\n{report:#}");
        assert!(report["notes"].to_string().contains("no-cors"), "{text}\n{report:#}");
    }
}
