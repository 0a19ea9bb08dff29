//! WebSockets: the same rules, held where browsers hold none.

use crosscheck::server::Head;
use crosscheck::server::Policy;
use crosscheck::server::Reason;
use crosscheck::server::opens_websocket;

use crate::policy::APP;
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
fn a_page_of_the_server_itself_opens_its_websocket() {
    let policy = Policy::new(&one_origin()).expect("a policy");
    let guard = |lines: &[(&str, &str)]| {
        let lines = [lines, &[("sec-websocket-version", "13")]].concat();
        policy.guard_websocket(&Head::new("GET", "/live", &lines))
    };
    let (host, other) = (("host", "chat.example"), ("host", "evil.example"));
    let own = ("origin", "https://chat.example");
    assert_eq!(guard(&[host, own]), Ok(()));
    let refused = Err(Reason::OriginNotAllowed);
    assert_eq!(guard(&[other, own]), refused, "another server is asked");
    assert_eq!(guard(&[host, other, own]), refused, "which of them is asked, nobody knows");
    assert_eq!(guard(&[host, ("origin", "http://chat.example")]), refused, "from the wire");
    assert_eq!(guard(&[("host", "me@chat.example"), own]), refused, "no browser names a user");
}
