//! What stands beside CORS: WebSockets, which ask no leave; `Vary` and timings, which others write too.

use crosscheck::server::Config;
use crosscheck::server::Head;
use crosscheck::server::Policy;
use crosscheck::server::Reason;
use crosscheck::server::Rule;
use crosscheck::server::opens_websocket;
use crosscheck::wire::HeaderList;

use crate::laws::Answer;
use crate::policy::APP;
use crate::policy::decided;
use crate::policy::one_origin;

#[test]
fn a_websocket_is_opened_for_who_may_read() {
    let policy = Policy::new(&one_origin()).expect("a policy");
    for (origin, expected) in [
        (Some(APP), Ok(())),
        (Some("https://evil.example"), Err(Reason::OriginNotAllowed)),
        (Some("null"), Err(Reason::OriginNotAllowed)),
        // No page can leave it out; a program on the user's machine needs no page.
        (None, Ok(())),
    ] {
        let mut headers = vec![("upgrade", "websocket"), ("sec-websocket-version", "13")];
        headers.extend(origin.map(|origin| ("origin", origin)));
        let head = Head::new("GET", "/live", &headers);
        assert!(opens_websocket(&head));
        assert_eq!(policy.guard_websocket(&head), expected, "{origin:?}");
        let refused = policy.decide(&head).refuses_websocket(&head);
        assert_eq!(refused, expected.is_err(), "{origin:?}");
    }
    assert!(!opens_websocket(&Head::new("GET", "/live", &[("origin", APP)])));
    let plain = [("origin", "https://evil.example")];
    let plain = Head::new("GET", "/live", &plain);
    assert!(!policy.decide(&plain).refuses_websocket(&plain), "it opens none");
    let twice = [("origin", APP), ("origin", APP), ("sec-websocket-version", "13")];
    let verdict = policy.guard_websocket(&Head::new("GET", "/live", &twice));
    assert_eq!(verdict, Err(Reason::SeveralOrigins));
}

#[test]
fn what_is_there_stays_in_vary_and_what_is_missing_is_added() {
    const ALL: &str = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
    let policy = Policy::new(&one_origin()).expect("a policy");
    let asks = ("access-control-request-method", "GET");
    for (method, there, expected) in [
        ("GET", &[][..], &["Origin"][..]),
        ("GET", &["Accept"], &["Accept", "Origin"]),
        ("GET", &["accept, ORIGIN"], &["accept, ORIGIN"]),
        ("GET", &["Accept", "Origin"], &["Accept", "Origin"]),
        ("GET", &["*"], &["*"]),
        ("OPTIONS", &[], &[ALL]),
        (
            "OPTIONS",
            &["access-control-request-method"],
            &["access-control-request-method", "Origin", "Access-Control-Request-Headers"],
        ),
    ] {
        let mut answer = Answer { headers: HeaderList::new(), origin: APP };
        for line in there {
            answer.headers.append("vary", *line);
        }
        policy.decide(&Head::new(method, "/", &[("origin", APP), asks])).edits().apply(&mut answer);
        let lines: Vec<_> = answer.headers.lines("vary").map(String::from_utf8_lossy).collect();
        assert_eq!(lines, expected, "{method}: {there:?}");
    }
}

#[test]
fn timing_is_shown_to_who_was_given_it_and_taken_from_the_rest() {
    let rule = |origin: &str, expose_timing| Rule {
        origins: vec![origin.into()],
        expose_timing,
        ..Rule::default()
    };
    let rules = vec![rule(APP, true), rule("https://other.example", false)];
    let config = Config { rules, ..Config::default() };
    for (origin, expected) in [
        (APP, "timing-allow-origin: https://app.example"),
        ("https://other.example", "-timing-allow-origin"),
        ("https://evil.example", "-timing-allow-origin"),
    ] {
        let (_, edits) = decided(&config, "GET", &[("origin", origin)]);
        assert_eq!(edits.last().map(String::as_str), Some(expected), "{origin}");
    }
}
