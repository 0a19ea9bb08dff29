//! Broken rules have names that last, and what browsers call them.

use std::collections::BTreeSet;

use crosscheck::agent::Stage;
use crosscheck::diagnosis::Rule;

#[test]
fn each_rule_has_a_name_of_its_own() {
    let names: BTreeSet<_> = Rule::all().iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), Rule::all().len());
}

#[test]
fn chromium_has_a_second_name_for_a_verdict_on_a_preflight() {
    let code = |name, stage| Rule::named(name).expect("a rule").chromium_code(stage);
    let codes: BTreeSet<_> = Rule::all()
        .iter()
        .flat_map(|rule| {
            [rule.chromium_code(Stage::Response), rule.chromium_code(Stage::Preflight)]
        })
        .flatten()
        .collect();
    assert_eq!(
        code("allow-origin-missing", Stage::Preflight).as_deref(),
        Some("kPreflightMissingAllowOriginHeader"),
    );
    assert_eq!(
        code("preflight-status", Stage::Preflight).as_deref(),
        Some("kPreflightInvalidStatus"),
    );
    // All of `network.mojom.CorsError`.
    assert_eq!(codes.len(), 25, "{codes:?}");
}

#[test]
fn mdn_has_a_page_for_each_message_of_firefox() {
    let pages: BTreeSet<_> = Rule::all().iter().filter_map(Rule::mdn).collect();
    assert_eq!(pages.len(), 15, "{pages:?}");
}

#[test]
fn a_rule_is_found_by_what_others_call_it() {
    for (name, rule) in [
        ("kPreflightMissingAllowOriginHeader", Some("allow-origin-missing")),
        ("MissingAllowOriginHeader", Some("allow-origin-missing")),
        ("PreflightInvalidStatus", Some("preflight-status")),
        ("kInvalidAllowMethodsPreflightResponse", Some("invalid-allow-methods")),
        ("CORSMissingAllowOrigin2", Some("allow-origin-missing")),
        ("CORSNotSupportingCredentials", Some("wildcard-with-credentials")),
        (
            "https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS/Errors/CORSMethodNotFound",
            Some("method-not-allowed"),
        ),
        ("", None),
        ("k", None),
        ("Preflight", None),
        ("CORS", None),
    ] {
        assert_eq!(Rule::called(name).map(|rule| rule.name), rule, "{name}");
    }
}
