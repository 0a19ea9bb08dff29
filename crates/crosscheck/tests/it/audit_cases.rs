//! What each check of the audit finds, beside what it keeps quiet about.

use crosscheck::agent::AddressSpace;

pub(crate) type Lines = &'static [(&'static str, &'static str)];

/// A fetch of `https://app.example` with at most one preflight, one answer, and what others are told.
#[derive(Clone, Copy)]
pub(crate) struct Case {
    pub(crate) page: &'static str,
    pub(crate) url: &'static str,
    pub(crate) url_is: AddressSpace,
    pub(crate) credentials: bool,
    pub(crate) asks_for: &'static str,
    pub(crate) preflight: Option<(u16, Lines)>,
    pub(crate) cookie: Option<&'static str>,
    pub(crate) answer: Option<(u16, Lines)>,
    pub(crate) error_page: Option<(u16, Lines)>,
    pub(crate) by_image: Option<(u16, Lines)>,
    pub(crate) by_stranger: Option<(u16, Lines)>,
    /// An origin near the page's, and what it is told.
    pub(crate) by_lookalike: Option<(&'static str, Lines)>,
    pub(crate) by_program: Option<(u16, Lines)>,
    pub(crate) refused: Option<&'static str>,
    pub(crate) method: &'static str,
    pub(crate) is_no_cors: bool,
}

pub(crate) const PLAIN: Case = Case {
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

pub(crate) const STRANGER: &str = "https://stranger.invalid";

const EVIL: Lines = &[("Access-Control-Allow-Origin", "https://evilapp.example")];
const EVIL_SIGNED_IN: Lines = &[
    ("Access-Control-Allow-Origin", "https://evilapp.example"),
    ("Access-Control-Allow-Credentials", "true"),
];
const NULL_SIGNED_IN: Lines =
    &[("Access-Control-Allow-Origin", "null"), ("Access-Control-Allow-Credentials", "true")];

/// An answer that names its origin and says so to caches.
pub(crate) const NAMED: Lines =
    &[("Access-Control-Allow-Origin", "https://app.example"), ("Vary", "Origin")];

/// What each check finds, and its twin that it does not.
pub(crate) fn cases() -> Vec<(&'static str, Case, Case)> {
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
