//! What works today and breaks tomorrow: each check finds its case, and keeps quiet about its twin.

use std::collections::BTreeSet;

use crosscheck::agent::AddressSpace;
use crosscheck::agent::Body;
use crosscheck::agent::Client;
use crosscheck::agent::HttpRequest;
use crosscheck::agent::Profile;
use crosscheck::agent::Response;
use crosscheck::agent::UserAgent;
use crosscheck::agent::api::FetchInit;
use crosscheck::agent::api::PageRequest;
use crosscheck::audit::Exchange;
use crosscheck::audit::Message;
use crosscheck::audit::Probes;
use crosscheck::audit::audit;
use crosscheck::catalog::Check;
use crosscheck::wire::Origin;
use url::Url;

type Lines = &'static [(&'static str, &'static str)];

/// A fetch of `https://app.example` with at most one preflight, one answer, and what others are told.
#[derive(Clone, Copy)]
struct Case {
    page: &'static str,
    url: &'static str,
    url_is: AddressSpace,
    credentials: bool,
    asks_for: &'static str,
    preflight: Option<(u16, Lines)>,
    cookie: Option<&'static str>,
    answer: Option<(u16, Lines)>,
    error_page: Option<(u16, Lines)>,
    by_image: Option<(u16, Lines)>,
    by_stranger: Option<(u16, Lines)>,
    /// An origin near the page's, and what it is told.
    by_lookalike: Option<(&'static str, Lines)>,
    by_program: Option<(u16, Lines)>,
    refused: Option<&'static str>,
    method: &'static str,
    is_no_cors: bool,
}

const PLAIN: Case = Case {
    page: "https://app.example",
    url: "https://api.test/",
    url_is: AddressSpace::Public,
    credentials: false,
    asks_for: "",
    preflight: None,
    cookie: None,
    answer: Some((200, &[("Access-Control-Allow-Origin", "*")])),
    error_page: None,
    by_image: None,
    by_stranger: None,
    by_lookalike: None,
    by_program: None,
    refused: None,
    method: "GET",
    is_no_cors: false,
};

const STRANGER: &str = "https://stranger.invalid";

const EVIL: Lines = &[("Access-Control-Allow-Origin", "https://evilapp.example")];
const EVIL_SIGNED_IN: Lines = &[
    ("Access-Control-Allow-Origin", "https://evilapp.example"),
    ("Access-Control-Allow-Credentials", "true"),
];
const NULL_SIGNED_IN: Lines =
    &[("Access-Control-Allow-Origin", "null"), ("Access-Control-Allow-Credentials", "true")];

/// An answer that names its origin and says so to caches.
const NAMED: Lines = &[("Access-Control-Allow-Origin", "https://app.example"), ("Vary", "Origin")];

#[test]
fn an_exchange_as_it_should_be_has_no_findings() {
    assert_eq!(findings(PLAIN), [""; 0]);
    let good = Case {
        preflight: Some((
            204,
            &[("Access-Control-Max-Age", "600"), ("Access-Control-Allow-Origin", "*")],
        )),
        answer: Some((200, NAMED)),
        error_page: Some((404, NAMED)),
        ..PLAIN
    };
    assert_eq!(findings(good), [""; 0]);
}

#[test]
fn each_check_finds_its_case_and_not_its_twin() {
    let mut seen = BTreeSet::new();
    for (name, case, twin) in cases() {
        assert!(findings(case).contains(&name), "{name}: {:?}", findings(case));
        assert!(!findings(twin).contains(&name), "{name}: {:?}", findings(twin));
        seen.insert(name);
    }
    let all: BTreeSet<_> = Check::ALL.iter().map(|check| check.name()).collect();
    assert_eq!(seen, all);
}

#[test]
fn each_check_says_what_why_and_how() {
    let names: BTreeSet<_> = Check::ALL.iter().map(|check| check.name()).collect();
    assert_eq!(names.len(), Check::ALL.len(), "a name is given once");
    for check in Check::ALL {
        assert!(
            check.name().bytes().all(|b| b.is_ascii_lowercase() || b == b'-'),
            "{}",
            check.name()
        );
        for text in [check.what(), check.why(), check.fix()].map(|text| text.english) {
            assert!(!text.is_empty() && !text.ends_with('.'), "{}: {text}", check.name());
        }
    }
}

#[test]
fn a_cookies_value_is_no_evidence() {
    let case = Case {
        credentials: true,
        answer: Some((200, &[("Set-Cookie", "id=secret"), ("Vary", "Origin")])),
        ..PLAIN
    };
    let told: Vec<String> = evidence(case);
    assert_eq!(told, ["https://api.test/: `Set-Cookie: id=…`"]);
}

#[test]
fn caps_are_told_browser_by_browser() {
    let case = Case { preflight: Some((204, &[("Access-Control-Max-Age", "7000")])), ..PLAIN };
    assert_eq!(
        evidence(case),
        ["https://api.test/: `Access-Control-Max-Age: 7000`; webkit keeps it for 600"],
    );
}

fn cases() -> Vec<(&'static str, Case, Case)> {
    let preflight = |lines: Lines| Case { preflight: Some((204, lines)), ..PLAIN };
    let answer = |lines: Lines| Case { answer: Some((200, lines)), ..PLAIN };
    let near = |origin, lines| Case { by_lookalike: Some((origin, lines)), ..PLAIN };
    let signed_in = |case: Case| Case { credentials: true, ..case };
    vec![
        (
            "mixed-content",
            Case { url: "http://api.test/", ..PLAIN },
            Case { url: "http://localhost/", url_is: AddressSpace::Loopback, ..PLAIN },
        ),
        (
            "local-network",
            Case { url_is: AddressSpace::Local, answer: None, ..PLAIN },
            Case { page: "https://localhost", url_is: AddressSpace::Local, ..PLAIN },
        ),
        ("forbidden-header", Case { refused: Some("Cookie"), ..PLAIN }, PLAIN),
        (
            "response-header-on-request",
            Case { asks_for: "access-control-allow-origin", ..preflight(&[]) },
            Case { asks_for: "x-a", ..preflight(&[("Access-Control-Allow-Origin", "*")]) },
        ),
        ("no-cors-mode", Case { is_no_cors: true, ..PLAIN }, PLAIN),
        ("method-case", Case { method: "patch", ..PLAIN }, Case { method: "PATCH", ..PLAIN }),
        (
            "null-after-redirect",
            Case { answer: Some((302, &[("Location", "https://cdn.test/")])), ..PLAIN },
            Case { answer: Some((302, &[("Location", "/there")])), ..PLAIN },
        ),
        (
            "vary-origin-missing",
            answer(&[("Access-Control-Allow-Origin", "https://app.example"), ("Vary", "Accept")]),
            answer(&[
                ("Access-Control-Allow-Origin", "https://app.example"),
                ("Vary", "Accept"),
                ("vary", "accept-encoding, origin"),
            ]),
        ),
        // A server that hears no `Origin` and then says nothing of it.
        (
            "vary-origin-missing",
            Case { answer: Some((200, NAMED)), by_image: Some((200, &[])), ..PLAIN },
            Case {
                answer: Some((200, NAMED)),
                by_image: Some((200, &[("Vary", "Origin")])),
                ..PLAIN
            },
        ),
        // One that knows its pages, and answers others as if there were none.
        (
            "vary-origin-missing",
            Case { answer: Some((200, NAMED)), by_stranger: Some((200, &[])), ..PLAIN },
            Case { answer: Some((200, NAMED)), by_stranger: Some((403, &[])), ..PLAIN },
        ),
        (
            "refused-after-image",
            Case {
                answer: Some((200, NAMED)),
                by_image: Some((200, &[("Cache-Control", "max-age=60")])),
                ..PLAIN
            },
            Case {
                answer: Some((200, NAMED)),
                by_image: Some((200, &[("Cache-Control", "max-age=60"), ("Vary", "Origin")])),
                ..PLAIN
            },
        ),
        // What is not kept is asked for anew.
        (
            "refused-after-image",
            Case {
                answer: Some((200, NAMED)),
                by_image: Some((200, &[("Expires", "Thu, 01 Jan 2037 00:00:00 GMT")])),
                ..PLAIN
            },
            Case {
                answer: Some((200, NAMED)),
                by_image: Some((200, &[("Cache-Control", "no-store")])),
                ..PLAIN
            },
        ),
        (
            "any-origin-with-credentials",
            Case {
                by_stranger: Some((
                    200,
                    &[
                        ("Access-Control-Allow-Origin", STRANGER),
                        ("Access-Control-Allow-Credentials", "true"),
                    ],
                )),
                ..PLAIN
            },
            Case { by_stranger: Some((200, NAMED)), ..PLAIN },
        ),
        (
            "any-origin-reflected",
            Case {
                by_stranger: Some((200, &[("Access-Control-Allow-Origin", STRANGER)])),
                ..PLAIN
            },
            Case { by_stranger: Some((200, &[("Access-Control-Allow-Origin", "*")])), ..PLAIN },
        ),
        (
            "authorization-by-wildcard",
            Case {
                asks_for: "authorization,x-a",
                ..preflight(&[("Access-Control-Allow-Headers", "*")])
            },
            Case {
                asks_for: "authorization,x-a",
                ..preflight(&[("Access-Control-Allow-Headers", "*, Authorization")])
            },
        ),
        (
            "wildcard-is-literal",
            signed_in(answer(&[("Access-Control-Expose-Headers", "*")])),
            answer(&[("Access-Control-Expose-Headers", "*")]),
        ),
        (
            "wildcard-and-credentials",
            answer(&[
                ("Access-Control-Allow-Origin", "*"),
                ("Access-Control-Allow-Credentials", "true"),
            ]),
            PLAIN,
        ),
        (
            "lookalike-with-credentials",
            near("https://evilapp.example", EVIL_SIGNED_IN),
            near("https://evilapp.example", EVIL),
        ),
        (
            "lookalike-allowed",
            near("https://evilapp.example", EVIL),
            near("https://app.example", EVIL),
        ),
        // What only starts alike, and what anybody on the way can be.
        (
            "lookalike-allowed",
            near(
                "https://app.example.stranger.invalid",
                &[("Access-Control-Allow-Origin", "https://app.example.stranger.invalid")],
            ),
            near("https://app.example.stranger.invalid", NAMED),
        ),
        (
            "lookalike-allowed",
            near("http://app.example", &[("Access-Control-Allow-Origin", "http://app.example")]),
            near("http://app.example", &[("Access-Control-Allow-Origin", "*")]),
        ),
        (
            "null-origin-with-credentials",
            near("null", NULL_SIGNED_IN),
            near("null", &[("Access-Control-Allow-Origin", "null")]),
        ),
        ("null-origin-with-credentials", answer(NULL_SIGNED_IN), PLAIN),
        (
            "any-port-with-credentials",
            near(
                "https://app.example:8443",
                &[
                    ("Access-Control-Allow-Origin", "https://app.example:8443"),
                    ("Access-Control-Allow-Credentials", "true"),
                ],
            ),
            near(
                "https://app.example:8443",
                &[("Access-Control-Allow-Origin", "https://app.example:8443")],
            ),
        ),
        (
            "subdomains-allowed",
            near(
                "https://stranger.app.example",
                &[("Access-Control-Allow-Origin", "https://stranger.app.example")],
            ),
            near("https://stranger.app.example", NAMED),
        ),
        ("null-origin-allowed", answer(&[("Access-Control-Allow-Origin", "null")]), PLAIN),
        (
            "null-origin-allowed",
            near("null", &[("Access-Control-Allow-Origin", "null")]),
            near("null", NULL_SIGNED_IN),
        ),
        (
            "preflight-redirected",
            Case { preflight: Some((308, &[("Location", "/there")])), answer: None, ..PLAIN },
            preflight(&[("Location", "/there")]),
        ),
        // An application's start page, and an API that gives no type of its own to what is empty.
        (
            "page-for-preflight",
            preflight(&[("Content-Type", "text/html; charset=utf-8")]),
            preflight(&[("Content-Type", "text/html; charset=utf-8"), ("Content-Length", "0")]),
        ),
        (
            "page-for-preflight",
            Case { preflight: Some((404, &[("Content-Type", "Text/HTML")])), ..PLAIN },
            preflight(&[("Content-Type", "text/html"), ("Access-Control-Allow-Origin", "*")]),
        ),
        (
            "listed-method-case",
            Case {
                method: "PATCH",
                ..preflight(&[("Access-Control-Allow-Methods", "get, patch")])
            },
            Case { method: "PATCH", ..preflight(&[("Access-Control-Allow-Methods", "patch, *")]) },
        ),
        // What the page spells otherwise is the page's to mend.
        (
            "listed-method-case",
            Case { method: "DELETE", ..preflight(&[("Access-Control-Allow-Methods", "Delete")]) },
            Case { method: "patch", ..preflight(&[("Access-Control-Allow-Methods", "PATCH")]) },
        ),
        (
            "cache-answers",
            answer(&[("X-Cache", "Hit from cloudfront")]),
            answer(&[("X-Cache", "Miss from cloudfront")]),
        ),
        (
            "cache-answers",
            answer(&[("Age", "7"), ("Vary", "Accept-Encoding")]),
            answer(&[("Age", "7"), ("Vary", "accept-encoding, origin")]),
        ),
        (
            "cache-answers",
            answer(&[
                ("X-Varnish", "32770 3"),
                ("Access-Control-Allow-Origin", "https://b.example"),
            ]),
            answer(&[("X-Varnish", "32770 3"), ("Access-Control-Allow-Origin", "*")]),
        ),
        (
            "challenge-answers",
            Case { answer: Some((403, &[("cf-mitigated", "challenge")])), ..PLAIN },
            Case { answer: Some((403, &[("server", "cloudflare")])), ..PLAIN },
        ),
        (
            "refused-by-fetch-metadata",
            Case { answer: Some((403, &[])), by_program: Some((200, &[])), ..PLAIN },
            Case { answer: Some((403, &[])), by_program: Some((403, &[])), ..PLAIN },
        ),
        (
            "gateway-answers",
            Case { answer: Some((403, &[("x-amzn-ErrorType", "ForbiddenException")])), ..PLAIN },
            Case { answer: Some((403, &[("x-amzn-RequestId", "1")])), ..PLAIN },
        ),
        (
            "errors-without-cors",
            Case { error_page: Some((404, &[])), ..PLAIN },
            Case { error_page: Some((404, &[])), answer: Some((200, &[])), ..PLAIN },
        ),
        (
            "cookie-not-for-other-sites",
            signed_in(answer(&[("Set-Cookie", "id=1; SameSite=None")])),
            signed_in(answer(&[("Set-Cookie", "id=1; samesite=none; secure")])),
        ),
        (
            "third-party-cookies",
            signed_in(Case { cookie: Some("id=1"), ..PLAIN }),
            signed_in(Case { page: "https://www.api.test", cookie: Some("id=1"), ..PLAIN }),
        ),
        (
            "max-age-unreadable",
            preflight(&[("Access-Control-Max-Age", "1h")]),
            preflight(&[("Access-Control-Max-Age", "60")]),
        ),
        (
            "max-age-above-caps",
            preflight(&[("Access-Control-Max-Age", "601")]),
            preflight(&[("Access-Control-Max-Age", "600")]),
        ),
        (
            "credentials-unused",
            answer(&[("Access-Control-Allow-Credentials", "true")]),
            signed_in(answer(&[("Access-Control-Allow-Credentials", "true")])),
        ),
        (
            "safelisted-header-listed",
            preflight(&[("Access-Control-Allow-Headers", "Accept, X-A")]),
            preflight(&[("Access-Control-Allow-Headers", "Content-Type, X-A")]),
        ),
    ]
}

fn findings(case: Case) -> Vec<&'static str> {
    look(case).into_iter().map(|(name, _)| name).collect()
}

fn evidence(case: Case) -> Vec<String> {
    look(case).into_iter().map(|(_, evidence)| evidence).collect()
}

fn look(case: Case) -> Vec<(&'static str, String)> {
    let url = Url::parse(case.url).expect("a URL");
    let page = Origin::parse(case.page).expect("an origin");
    let mut browser = UserAgent::new(&Profile::SPEC);
    browser.registrable_domain = |host| host.ends_with("api.test").then_some("api.test");
    let address = match case.url_is {
        AddressSpace::Loopback => "127.0.0.1",
        AddressSpace::Local => "192.168.1.1",
        _ => "1.2.3.4",
    };
    browser.hosts.insert("api.test".into(), address.parse().expect("an address"));
    let message_of = |(status, lines): (u16, Lines), is_preflight, origin: Option<&'static str>| {
        let mut headers: Vec<_> = origin.map(|origin| ("Origin", origin)).into_iter().collect();
        if is_preflight {
            headers.push(("Access-Control-Request-Headers", case.asks_for));
            headers.push(("Access-Control-Request-Method", case.method));
        } else if let Some(cookie) = case.cookie {
            headers.push(("Cookie", cookie));
        }
        Message {
            request: HttpRequest {
                method: if is_preflight { "OPTIONS" } else { case.method }.into(),
                url: url.clone(),
                headers: headers.into_iter().collect(),
                body: Body::default(),
                is_preflight,
                is_credentialed: case.credentials && !is_preflight,
            },
            response: Response {
                status,
                headers: lines.iter().copied().collect(),
                body: Body::default(),
            },
        }
    };
    let message = |answer, is_preflight| message_of(answer, is_preflight, Some(case.page));
    let preflight = case.preflight.map(|answer| message(answer, true));
    let answer = case.answer.map(|answer| message(answer, false));
    let near = case.by_lookalike;
    let near = near.map(|(origin, lines)| message_of((200, lines), false, Some(origin)));
    let probes = Probes {
        error_page: case.error_page.map(|answer| message(answer, false)),
        by_image: case.by_image.map(|answer| message_of(answer, false, None)),
        by_stranger: case.by_stranger.map(|answer| message_of(answer, false, Some(STRANGER))),
        by_lookalikes: near.into_iter().collect(),
        by_program: case.by_program.map(|answer| message(answer, false)),
        now_ms: 1_700_000_000_000,
    };
    let refused: Vec<String> = case.refused.into_iter().map(Into::into).collect();
    let messages: Vec<Message> = preflight.into_iter().chain(answer).collect();
    let asked = PageRequest::fetch(case.url, FetchInit::default());
    let exchange = Exchange {
        browser: &browser,
        client: &Client::from(&page),
        url: &url,
        includes_credentials: case.credentials,
        is_no_cors: case.is_no_cors,
        messages: &messages,
        refused_headers: &refused,
        asked: Some(&asked),
        probes: &probes,
    };
    let found = audit(&exchange).into_iter();
    found.map(|finding| (finding.check.name(), finding.evidence)).collect()
}
