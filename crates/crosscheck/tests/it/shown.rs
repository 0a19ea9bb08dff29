//! What a host is told beside the answer: the headers as XHR shows them, whether timings may be seen, and
//! whether a connection may tell who the user is.

use crosscheck::agent::CredentialsMode;
use crosscheck::agent::FilteredResponse;
use crosscheck::agent::HttpRequest;
use crosscheck::agent::Next;
use crosscheck::agent::Profile;
use crosscheck::agent::Response;
use crosscheck::agent::UserAgent;
use crosscheck::agent::api::FetchInit;
use crosscheck::agent::api::PageRequest;
use crosscheck::agent::start;
use crosscheck::wire::Origin;

const PAGE: &str = "https://app.example";
const API: &str = "https://api.example/";

/// One answer: its status and its headers.
type Answer<'a> = (u16, &'a [(&'a str, &'a str)]);

/// Fetches a URL from the page; the answers come in order. What was sent, and what script gets.
fn fetch(
    url: &str,
    init: FetchInit,
    answers: &[Answer<'_>],
) -> (Vec<HttpRequest>, FilteredResponse) {
    let page = Origin::parse(PAGE).expect("an origin");
    let mut agent = UserAgent::new(&Profile::SPEC);
    let request = PageRequest::fetch(url, init).set_up(&agent, &page).expect("a request");
    let (mut next, mut sent) = (start(request, &mut agent, 0), Vec::new());
    for (status, headers) in answers {
        let Next::Send(message, wait) = next else { panic!("more answers than requests") };
        sent.push(message);
        let headers = headers.iter().copied().collect();
        let response = Response { status: *status, headers, ..Response::default() };
        next = wait.resume(Some(response), &mut agent, 0);
    }
    let Next::Done(outcome) = next else { panic!("fewer answers than requests") };
    (sent, outcome.result.expect("the page may read"))
}

#[test]
fn xhr_shows_headers_in_lower_case_as_if_sorted_in_upper_case() {
    let headers = [
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Expose-Headers", "x_a, x-b, xc"),
        ("X_A", "1"),
        ("Xc", "2"),
        ("X-B", "3"),
        ("x-b", "4"),
        ("X-Hidden", "5"),
        ("Content-Type", "text/plain"),
    ];
    let (_, seen) = fetch(API, FetchInit::default(), &[(200, &headers)]);
    let text = String::from_utf8(seen.all_response_headers()).expect("ASCII");
    assert_eq!(text, "content-type: text/plain\r\nx-b: 3, 4\r\nxc: 2\r\nx_a: 1\r\n");
}

#[test]
fn timings_are_seen_if_every_answer_on_the_way_lets_them() {
    const HOME: &str = "https://app.example/";
    let shared = ("Access-Control-Allow-Origin", "*");
    let timed = |value| [shared, ("Timing-Allow-Origin", value)];
    for (value, seen) in [
        ("*", true),
        (PAGE, true),
        ("https://other.example, https://app.example", true),
        ("https://other.example", false),
        ("https://app.example/", false),
        ("HTTPS://APP.EXAMPLE", false),
        ("https://app.example https://other.example", false),
        ("null", false),
        ("", false),
    ] {
        let (_, response) = fetch(API, FetchInit::default(), &[(200, &timed(value))]);
        assert_eq!(response.timing_allowed, seen, "{value:?}");
    }
    let (_, own) = fetch(HOME, FetchInit::default(), &[(200, &[])]);
    assert!(own.timing_allowed);
    // From home to elsewhere: home's own redirect is in order, the other's answer must agree.
    let away = ("Location", API);
    for (first, last, seen) in
        [("", "*", true), ("", "https://app.example", true), ("", "https://other.example", false)]
    {
        let answers: [Answer<'_>; 2] =
            [(302, &[away, ("Timing-Allow-Origin", first)]), (200, &timed(last))];
        let (_, response) = fetch(HOME, FetchInit::default(), &answers);
        assert_eq!(response.timing_allowed, seen, "{first:?}, then {last:?}");
    }
    // Once spoiled, spoiled for good.
    let onwards = ("Location", "/next");
    for (first, seen) in [("*", true), ("https://other.example", false)] {
        let answers: [Answer<'_>; 2] =
            [(302, &[shared, onwards, ("Timing-Allow-Origin", first)]), (200, &timed("*"))];
        let (_, response) = fetch(API, FetchInit::default(), &answers);
        assert_eq!(response.timing_allowed, seen, "{first:?}, then *");
    }
}

/// A certificate or a remembered password tells who the user is as well as a cookie does.
#[test]
fn a_connection_tells_who_the_user_is_only_with_credentials_and_never_on_a_preflight() {
    let allowed = [
        ("Access-Control-Allow-Origin", PAGE),
        ("Access-Control-Allow-Credentials", "true"),
        ("Access-Control-Allow-Methods", "PUT"),
    ];
    for (url, credentials, told) in [
        (API, CredentialsMode::Omit, false),
        (API, CredentialsMode::SameOrigin, false),
        (API, CredentialsMode::Include, true),
        ("https://app.example/", CredentialsMode::Omit, false),
        ("https://app.example/", CredentialsMode::SameOrigin, true),
        ("https://app.example/", CredentialsMode::Include, true),
    ] {
        let put = Some("PUT".to_owned());
        let init =
            FetchInit { method: put, credentials: Some(credentials), ..FetchInit::default() };
        let preflight: &[Answer<'_>] = if url == API { &[(204, &allowed)] } else { &[] };
        let answers = [preflight, &[(200, &allowed)]].concat();
        let (sent, _) = fetch(url, init, &answers);
        let told_by: Vec<bool> = sent.iter().map(|message| message.is_credentialed).collect();
        let (last, before) = told_by.split_last().expect("something was sent");
        assert_eq!((*last, before.contains(&true)), (told, false), "{url} {credentials:?}");
    }
}
