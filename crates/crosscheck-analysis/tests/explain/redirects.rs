//! Redirects: what becomes of `Origin` on the way, and sessions that are over.

use crosscheck::agent::Profile;
use crosscheck::diagnosis::Refusal;
use crosscheck::diagnosis::read;
use crosscheck::scenario::Event;
use crosscheck::scenario::Player;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;

use super::PAGE_ALLOWED;
use super::check;

/// After a redirect from one origin to another the request says `Origin: null`: no header with the page's
/// origin lets it through, so none is advised.
/// The request itself was redirected, so its preflight asks where people sign in.
#[test]
fn a_preflight_at_a_sign_in_page_that_a_redirect_led_to_is_no_reason_to_open_it() {
    check(&[(
        "Access to XMLHttpRequest at 'https://login.example.net/oauth2/v2.0/authorize?client_id=1' (redirected from \
         'https://app.example.com/api/orders') from origin 'https://app.example.com' has been blocked by CORS policy: \
         Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is \
         present on the requested resource.",
        "allow-origin-missing",
        &["answer 401"],
        &["add_header"],
    )]);
}

#[test]
fn a_redirect_across_origins_is_mended_where_it_is_made() {
    check(&[
        (
            include_str!("../data/redirect-across-origins.chromium.txt"),
            "allow-origin-missing",
            &["the session is over", "401"],
            &[PAGE_ALLOWED, "add_header"],
        ),
        (
            "Access to fetch at 'https://cdn.example.net/k' (redirected from 'https://api.example.com/k') \
             from origin 'https://app.example.com' has been blocked by CORS policy: No \
             'Access-Control-Allow-Origin' header is present on the requested resource.",
            "allow-origin-missing",
            &["Origin: null", "\"sent_origin\":\"null\"", "ask https://cdn.example.net/k at once"],
            &[PAGE_ALLOWED, "add_header", "session is over"],
        ),
        // The value is the page's own origin, and still it is not equal to what was sent.
        (
            "Access to XMLHttpRequest at 'https://cdn.example.net/k' (redirected from \
             'https://api.example.com/k') from origin 'https://app.example.com' has been blocked by CORS \
             policy: The 'Access-Control-Allow-Origin' header has a value 'https://app.example.com' that is \
             not equal to the supplied origin.",
            "allow-origin-mismatch",
            &["Origin: null", "do not redirect"],
            &[PAGE_ALLOWED, "letter by letter"],
        ),
        (
            "Access to fetch at 'https://cdn.example.net/k' from origin 'https://app.example.com' has been \
             blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value \
             'https://app.example.com' that is not equal to the supplied origin.",
            "allow-origin-mismatch",
            &["Origin: null"],
            &[PAGE_ALLOWED],
        ),
        (
            include_str!("../data/redirect-to-null.webkit.txt"),
            "allow-origin-missing",
            &["two causes", "a redirect from one origin to another", "sandboxed frame"],
            &["add_header"],
        ),
        // Old Chromium names both ends of the hop.
        (
            "Redirect from 'https://api.example.com/k' to 'https://cdn.example.net/k' has been blocked by \
             CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource. \
             Origin 'https://app.example.com' is therefore not allowed access.",
            "allow-origin-missing",
            &["https://cdn.example.net/k is asked with `Origin: null`"],
            &[],
        ),
        (
            "XMLHttpRequest cannot load https://cdn.example.net/k. No 'Access-Control-Allow-Origin' header is \
             present on the requested resource. Origin 'null' is therefore not allowed access.",
            "allow-origin-missing",
            &["two causes"],
            &["add_header"],
        ),
        // Firefox does not tell the page.
        (
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at \
             https://cdn.example.net/k. (Reason: CORS header ‘Access-Control-Allow-Origin’ does not match \
             ‘https://app.example.com’).",
            "allow-origin-mismatch",
            &["Origin: null"],
            &[],
        ),
        // Within one origin nothing is lost.
        (
            "Access to fetch at 'https://api.example.com/b' (redirected from 'https://api.example.com/a') from \
             origin 'https://app.example.com' has been blocked by CORS policy: No \
             'Access-Control-Allow-Origin' header is present on the requested resource.",
            "allow-origin-missing",
            &[PAGE_ALLOWED],
            &["Origin: null"],
        ),
        (
            "Access to fetch at 'https://api.example.com/b' from origin 'null' has been blocked by CORS \
             policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            "allow-origin-missing",
            &["no origin to name"],
            &["two causes", "add_header"],
        ),
    ]);
}

/// Nobody can, or should, let script read a page to sign in at.
#[test]
fn an_api_that_redirects_to_a_sign_in_page_tells_that_the_session_is_over() {
    check(&[
        (
            include_str!("../data/redirect-to-sign-in.chromium.txt"),
            "allow-origin-missing",
            &["the session is over", "401", "location.assign"],
            &[PAGE_ALLOWED, "add_header"],
        ),
        (
            "Access to XMLHttpRequest at 'https://login.microsoftonline.com/common/oauth2/authorize?x=1' \
             (redirected from 'https://app.example.com/api/me') from origin 'https://app.example.com' has \
             been blocked by CORS policy: Response to preflight request doesn't pass access control check: \
             No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            "allow-origin-missing",
            &["401"],
            &[],
        ),
        (
            "Access to fetch at 'https://api.example.com/users/sign_in' (redirected from \
             'https://api.example.com/me') from origin 'https://app.example.com' has been blocked by CORS \
             policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            "allow-origin-missing",
            &["the session is over"],
            &[PAGE_ALLOWED],
        ),
        // To be redirected from where people sign in is another matter.
        (
            "Access to fetch at 'https://api.example.com/login/' (redirected from \
             'https://api.example.com/login') from origin 'https://app.example.com' has been blocked by CORS \
             policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            "allow-origin-missing",
            &[PAGE_ALLOWED],
            &["session is over"],
        ),
        (
            "Access to fetch at 'https://cdn.example.net/b' (redirected from 'https://app.example.com/a') from \
             origin 'https://app.example.com' has been blocked by CORS policy: No \
             'Access-Control-Allow-Origin' header is present on the requested resource.",
            "allow-origin-missing",
            &["began at the page's own origin", PAGE_ALLOWED],
            &[],
        ),
    ]);
}

#[test]
fn a_page_that_is_a_file_is_told_what_its_application_sends() {
    check(&[(
        include_str!("../data/page-is-a-file.chromium.txt"),
        "allow-origin-missing",
        &["Origin: file://", "\"Access-Control-Allow-Origin\",\"file://\"", "app://"],
        &["left out"],
    )]);
}

#[test]
fn a_scenario_says_the_same_as_the_console_of_it() {
    let file = include_str!("../data/redirect-across-origins.chromium.txt");
    let [reading] = &read(file)[..] else { panic!() };
    assert!(reading.refusal.is_tainted);
    for (file, tainted) in [
        (include_str!("../data/redirect-across-origins.scenario.jsonl"), Some(true)),
        (
            include_str!("../data/redirect-across-origins-that-allows-the-page.scenario.jsonl"),
            Some(true),
        ),
        (include_str!("../data/authorization-after-redirects.scenario.jsonl"), None),
    ] {
        for line in file.lines() {
            let scenario: Scenario = serde_json::from_str(line).expect("a scenario");
            let mut server = ScriptedServer::new(&scenario.server);
            let mut ends = Vec::new();
            Player::new(&Profile::CHROMIUM).play_traced(&scenario, &mut server, &mut |event| {
                if let Event::End { outcome: Ok(outcome), .. } = event {
                    ends.push(outcome.result.clone().map_err(|failure| Refusal::of(&failure)));
                }
            });
            let tainted_by =
                ends.iter().map(|end| end.as_ref().err().map(|refusal| refusal.is_tainted));
            assert_eq!(tainted_by.collect::<Vec<_>>(), [tainted], "{line}");
        }
    }
}

/// A preflight that a redirect led to where people sign in is no matter of OPTIONS.
#[test]
fn a_preflight_at_a_page_to_sign_in_at_says_that_the_session_is_over() {
    check(&[(
        "Access to XMLHttpRequest at 'https://accounts.example.net/oauth2/auth?client_id=1' (redirected from \
         'https://api.example.com/session') from origin 'https://app.example.com' has been blocked by CORS \
         policy: Response to preflight request doesn't pass access control check: Redirect is not allowed for a \
         preflight request.",
        "preflight-redirect",
        &["answer 401", "the session is over"],
        &["at which the redirects end", "add_header"],
    )]);
}

/// The page asked by script for what begins a sign-in.
#[test]
fn a_sign_in_begins_with_a_navigation() {
    check(&[(
        "Access to fetch at 'https://dev-1.okta.com/oauth2/default/v1/authorize?client_id=1' (redirected from \
         'http://localhost:8080/oauth2/authorization/okta') from origin 'http://localhost:3000' has been \
         blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        "allow-origin-missing",
        &["http://localhost:8080/oauth2/authorization/okta begins a sign-in", "location.assign"],
        &["add_header", "at once"],
    )]);
}

/// Firefox does not say where a redirect began; that a URL asks for a sign-in is seen by what it carries.
#[test]
fn a_url_that_asks_for_a_sign_in_is_where_script_was_led() {
    check(&[(
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at \
         https://id.example.com/realms/main/protocol/openid-connect/auth?response_type=code&client_id=web&\
         redirect_uri=https%3A%2F%2Fapp.example.com. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). \
         Status code: 200.",
        "allow-origin-missing",
        &["the session is over, and the server sends", "answer 401"],
        &[PAGE_ALLOWED],
    )]);
}

#[test]
fn old_chromium_names_where_a_preflighted_request_was_redirected() {
    check(&[(
        "XMLHttpRequest cannot load https://api.example.com/v2/items. The request was redirected to \
         'https://www.example.com/v2/items', which is disallowed for cross-origin requests that require preflight.",
        "preflight-redirect",
        &["ask https://www.example.com/v2/items at once"],
        &[],
    )]);
}
