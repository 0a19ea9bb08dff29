//! Broken rules have names that last, and what browsers call them.

use std::collections::BTreeSet;

use crosscheck::agent::Profile;
use crosscheck::agent::RedirectMode;
use crosscheck::agent::RequestMode;
use crosscheck::agent::Stage;
use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::chromium_code;
use crosscheck::scenario::Answer;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Server;
use crosscheck::scenario::Step;
use crosscheck::scenario::WireRequest;
use crosscheck::scenario::play;
use crosscheck::wire::Origin;

#[test]
fn each_rule_has_a_name_of_its_own() {
    let names: BTreeSet<_> = FetchRule::ALL.iter().map(|rule| rule.name()).collect();
    assert_eq!(names.len(), FetchRule::ALL.len());
}

#[test]
fn chromium_has_a_second_name_for_a_verdict_on_a_preflight() {
    let codes: BTreeSet<_> = FetchRule::ALL
        .iter()
        .flat_map(|rule| {
            [Stage::Response, Stage::Preflight].map(|stage| chromium_code(*rule, stage))
        })
        .flatten()
        .collect();
    let on_preflight = |rule| chromium_code(rule, Stage::Preflight);
    assert_eq!(
        on_preflight(FetchRule::AllowOriginMissing).as_deref(),
        Some("kPreflightMissingAllowOriginHeader"),
    );
    assert_eq!(
        on_preflight(FetchRule::PreflightStatus).as_deref(),
        Some("kPreflightInvalidStatus"),
    );
    // All of `network.mojom.CorsError`.
    assert_eq!(codes.len(), 25, "{codes:?}");
}

#[test]
fn mdn_has_a_page_for_each_message_of_firefox() {
    let pages: BTreeSet<_> = FetchRule::ALL.iter().filter_map(|rule| rule.mdn()).collect();
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
        assert_eq!(FetchRule::called(name).map(|rule| rule.name()), rule, "{name}");
    }
}

#[test]
fn a_connection_that_breaks_is_told_as_each_browser_tells_it() {
    let blocked = "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote \
                   resource at https://api.example/. (Reason: CORS request did not succeed). Status \
                   code: (null).";
    let cannot_load =
        "JS ERROR Fetch API cannot load https://api.example/ due to access control checks.";
    let (none, get, put) = ([""; 0].as_slice(), Step::default(), asking("PUT"));
    assert_eq!(console(&Profile::CHROMIUM, &get, None), none);
    assert_eq!(console(&Profile::FIREFOX, &get, None), [blocked]);
    assert_eq!(console(&Profile::WEBKIT, &get, None), none);
    assert_eq!(console(&Profile::CHROMIUM, &put, None), none);
    assert_eq!(console(&Profile::FIREFOX, &put, None), [blocked, blocked]);
    assert_eq!(console(&Profile::WEBKIT, &put, None), [cannot_load]);
}

#[test]
fn firefox_tells_a_redirected_preflight_in_three_texts() {
    let headers = [("Access-Control-Allow-Origin", "*"), ("Location", "/there")];
    let redirect = Answer { status: 307, headers: headers.into_iter().collect(), body: Vec::new() };
    let texts = console(&Profile::FIREFOX, &asking("PUT"), Some(redirect));
    let reasons: Vec<_> = texts.iter().filter_map(|text| text.split("(Reason: ").nth(1)).collect();
    assert_eq!(
        reasons,
        [
            "CORS request external redirect not allowed).",
            "CORS preflight response did not succeed). Status code: 307.",
            "CORS request did not succeed). Status code: (null).",
        ]
    );
}

#[test]
fn modes_that_forbid_a_fetch_are_told() {
    let home = Step { mode: Some(RequestMode::SameOrigin), ..Step::default() };
    assert_eq!(
        console(&Profile::FIREFOX, &home, None),
        [
            "Security Error: Content at https://app.example/ may not load data from https://api.example/."
        ],
    );
    let mode = Some(RequestMode::NoCors);
    let unread = Step { mode, redirect: Some(RedirectMode::Error), ..Step::default() };
    assert_eq!(
        console(&Profile::CHROMIUM, &unread, None),
        [
            "Fetch API cannot load https://api.example/. Request mode is \"no-cors\" but the redirect \
          mode is not \"follow\"."
        ],
    );
}

fn asking(method: &str) -> Step {
    Step { method: Some(method.into()), ..Step::default() }
}

/// What a browser writes about a fetch to a server that always answers the same, or not at all.
fn console(profile: &'static Profile, step: &Step, answer: Option<Answer>) -> Vec<String> {
    struct Always(Option<Answer>);
    impl Server for Always {
        fn answer(&mut self, _: &WireRequest) -> Option<Answer> {
            self.0.clone()
        }
    }
    let step = Step { url: "https://api.example/".into(), ..step.clone() };
    let page = Origin::parse("https://app.example").expect("an origin");
    let scenario = Scenario { page, steps: vec![step], ..Scenario::default() };
    play(&scenario, profile, &mut Always(answer)).console
}
