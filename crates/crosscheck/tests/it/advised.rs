//! What to write depends on what was written: the same rule is broken in several ways.

use crosscheck::agent::Stage;
use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::Refusal;
use crosscheck::diagnosis::advice;

const PAGE: &str = "http://localhost:3000";

/// What is advised on the server where it named this origin to a page of another.
fn said_to(value: &str) -> String {
    let mut refusal = Refusal::new(FetchRule::AllowOriginMismatch);
    refusal.origin = Some(PAGE.into());
    refusal.value = Some(value.into());
    advice(&refusal).server.unwrap_or_default()
}

#[test]
fn an_origin_is_more_than_a_host_and_no_pattern() {
    for (value, told) in [
        ("http://localhost:3000/", "no final slash"),
        ("http://localhost", "for its port is another"),
        ("https://localhost:3000", "for its scheme is another"),
        ("http://*.localhost:3000", "browsers know no patterns"),
        ("https://other.example", "add the origin"),
    ] {
        assert!(said_to(value).contains(told), "{value}: {}", said_to(value));
    }
}

/// An error to OPTIONS would refuse the request even with the headers on it.
#[test]
fn a_preflight_that_met_an_error_needs_another_status_too() {
    for (status, told) in [
        (200, "with the CORS headers too"),
        (301, "before anything redirects"),
        (401, "before anything asks who the user is"),
        (404, "route OPTIONS at this URL"),
        (405, "route OPTIONS at this URL"),
        (500, "with 204, whatever the application does"),
    ] {
        let mut refusal = Refusal::new(FetchRule::AllowOriginMissing);
        refusal.stage = Some(Stage::Preflight);
        refusal.status = Some(status);
        let said = advice(&refusal).server.unwrap_or_default();
        assert!(said.contains(told), "{status}: {said}");
    }
}

#[test]
fn a_redirect_for_a_final_slash_is_spared_by_asking_with_it() {
    let mut refusal = Refusal::new(FetchRule::AllowOriginMissing);
    refusal.origin = Some(PAGE.into());
    refusal.status = Some(301);
    refusal.url = Some("https://api.example/items".into());
    refusal.location = Some("https://api.example/items/".into());
    let asked = "ask https://api.example/items/ at once";
    assert!(advice(&refusal).page.iter().any(|text| text == asked), "{refusal:?}");
    // To sign in is for the whole page.
    refusal.location = Some("https://api.example/login".into());
    assert!(!advice(&refusal).page.iter().any(|text| text.ends_with("at once")), "{refusal:?}");
}

/// Every sandboxed page is `null`, a stranger's too: whoever lists it lets them all in.
#[test]
fn nobody_is_told_to_list_null() {
    let mut refusal = Refusal::new(FetchRule::AllowOriginMismatch);
    refusal.value = Some("https://app.example".into());
    refusal.origin = Some("https://other.example".into());
    assert!(advice(&refusal).server.unwrap().starts_with("add the origin"));
    refusal.origin = Some("null".into());
    assert_eq!(advice(&refusal).server, None);
    assert!(advice(&refusal).page[0].contains("never allow `null`"));
}
