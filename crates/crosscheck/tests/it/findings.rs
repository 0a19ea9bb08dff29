//! What is said about a configuration: each finding with its severity, place and kind.

use crosscheck::catalog::FindingKind as Kind;
use crosscheck::catalog::Severity;
use crosscheck::catalog::Severity::Error;
use crosscheck::catalog::Severity::Note;
use crosscheck::catalog::Severity::Warning;
use crosscheck::server::Config;
use crosscheck::server::Policy;

const APP: &str = "https://app.example.com";

fn list(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// What stands alone, and what beside others.
#[test]
fn a_star_stands_alone_and_has_no_credentials() {
    let config = Config { origins: list(&[APP]), ..Config::default() };
    for (texts, credentials, kind) in [
        (&["*"][..], false, None),
        (&["*"], true, Some("wildcard-with-credentials")),
        (&["*", "x-a"], true, Some("wildcard-with-credentials")),
    ] {
        let kind: Vec<_> = kind.into_iter().collect();
        let config = Config { credentials, ..config.clone() };
        for (field, config) in [
            ("methods", Config { methods: list(texts), ..config.clone() }),
            ("expose_headers", Config { expose_headers: list(texts), ..config.clone() }),
            ("request_headers", Config { request_headers: list(texts), ..config.clone() }),
        ] {
            let errors = found(&config).into_iter().filter(|(severity, ..)| *severity == Error);
            let told: Vec<_> = errors.map(|(_, kind, path)| (kind, path)).collect();
            let expected: Vec<_> = kind.iter().map(|kind| (*kind, format!("{field}[0]"))).collect();
            assert_eq!(told, expected, "{config:?}");
        }
    }
}

#[test]
fn a_day_is_the_longest_age() {
    let config = |age| Config { origins: list(&[APP]), max_age: Some(age), ..Config::default() };
    assert_eq!(found(&config(86_400))[0].0, Note);
    assert_eq!(found(&config(86_401))[0].0, Warning);
}

/// A pattern beside `*` is told as what it is, not as covered by another.
#[test]
fn beside_a_star_nothing_is_covered() {
    let config = Config {
        origins: list(&["*", "https://*.a.example", "https://b.a.example"]),
        ..Config::default()
    };
    assert_eq!(found(&config), [(Warning, "wildcard-not-alone", "origins[0]".to_owned())]);
}

#[test]
fn a_finding_is_one_line_with_its_place_value_and_remedy() {
    let told = |config: &Config| match Policy::new(config) {
        Ok(policy) => policy.findings()[0].to_string(),
        Err(errors) => errors.to_string(),
    };
    let origin = Config { origins: list(&["https://App.example.com"]), ..Config::default() };
    assert_eq!(
        told(&origin),
        "origins[0] = \"https://App.example.com\": no browser spells an origin so; \
         write \"https://app.example.com\""
    );
    assert_eq!(
        told(&Config::default()),
        "origins: no origin is listed, so no page may read anything; write \
         \"https://app.example.com\""
    );
    assert_eq!([Note, Warning, Error].map(Severity::name), ["note", "warning", "error"]);
}

fn found(config: &Config) -> Vec<(Severity, &'static str, String)> {
    let policy = Policy::new(config);
    let findings = match &policy {
        Ok(policy) => policy.findings(),
        Err(errors) => errors.findings(),
    };
    findings.iter().map(|f| (f.severity, f.kind.name(), f.path.clone())).collect()
}

#[test]
fn everything_is_found_at_once_in_the_order_of_the_fields() {
    let config = Config {
        origins: list(&["https://app.example.com/", APP, APP, "*"]),
        credentials: true,
        methods: list(&["GET", "patch", "TRACK", "a b"]),
        request_headers: list(&[
            "*",
            "x-a",
            "X-A",
            "Sec-Fetch-Mode",
            "proxy-x",
            "Access-Control-Max-Age",
        ]),
        expose_headers: list(&["content-type", "x-b", "x-b", "Set-Cookie2", "origin", "\u{e9}"]),
        max_age: Some(100_000),
        ..Config::default()
    };
    let expected = [
        (Error, Kind::InvalidOrigin, "origins[0]"),
        (Warning, Kind::Duplicate, "origins[2]"),
        (Error, Kind::WildcardWithCredentials, "origins[3]"),
        (Note, Kind::Needless, "methods[0]"),
        (Warning, Kind::MethodCase, "methods[1]"),
        (Warning, Kind::ForbiddenMethod, "methods[2]"),
        (Error, Kind::InvalidMethod, "methods[3]"),
        (Error, Kind::WildcardWithCredentials, "request_headers[0]"),
        (Warning, Kind::Duplicate, "request_headers[2]"),
        (Warning, Kind::ForbiddenRequestHeader, "request_headers[3]"),
        (Warning, Kind::ForbiddenRequestHeader, "request_headers[4]"),
        (Warning, Kind::ForbiddenRequestHeader, "request_headers[5]"),
        (Note, Kind::Needless, "expose_headers[0]"),
        (Warning, Kind::Duplicate, "expose_headers[2]"),
        (Warning, Kind::ForbiddenResponseHeader, "expose_headers[3]"),
        (Warning, Kind::ForbiddenResponseHeader, "expose_headers[4]"),
        (Error, Kind::InvalidHeaderName, "expose_headers[5]"),
        (Warning, Kind::MaxAgeOutOfBounds, "max_age"),
    ];
    let expected = expected.map(|(severity, kind, path)| (severity, kind.name(), path.to_owned()));
    assert_eq!(found(&config), expected);
    let errors = Policy::new(&config).expect_err("many errors");
    assert_eq!(errors.iter().count(), 5, "only errors are iterated");
    assert_eq!(errors.to_string().lines().count(), 5);
}

#[test]
fn what_works_but_is_open_to_more_than_it_seems_is_a_warning() {
    let with = |origins: &[&str], credentials| Config {
        origins: list(origins),
        credentials,
        ..Config::default()
    };
    for (config, expected) in [
        (with(&["http://localhost:3000"], true), vec![(Warning, "loopback-with-credentials", 0)]),
        (with(&["loopback"], true), vec![(Warning, "loopback-with-credentials", 0)]),
        (with(&["loopback"], false), vec![]),
        (with(&["http://127.0.0.1:1"], false), vec![]),
        (with(&["http://[::1]:3000"], true), vec![(Warning, "loopback-with-credentials", 0)]),
        (
            with(&["http://app.localhost:3000"], true),
            vec![(Warning, "loopback-with-credentials", 0)],
        ),
        (with(&["http://10.0.0.1"], false), vec![(Warning, "insecure-origin", 0)]),
        (with(&["http://127.example.com"], false), vec![(Warning, "insecure-origin", 0)]),
        (
            with(&["https://app.example.com:*"], true),
            vec![(Warning, "any-port-with-credentials", 0)],
        ),
        (with(&["https://app.example.com:*"], false), vec![]),
        (with(&["http://app.example.com"], false), vec![(Warning, "insecure-origin", 0)]),
        (with(&["http://app.example.com"], true), vec![(Error, "insecure-origin", 0)]),
        (with(&["http://*.app.example.com"], true), vec![(Error, "insecure-origin", 0)]),
        (with(&["capacitor://localhost", "tauri://localhost", "app://-"], true), vec![]),
        (with(&["https://localhost"], true), vec![(Warning, "loopback-with-credentials", 0)]),
        (with(&["moz-extension://*"], false), vec![(Error, "whole-scheme", 0)]),
        (with(&["file://"], false), vec![(Error, "file-origin", 0)]),
        (with(&["moz-extension://abc"], true), vec![]),
        (with(&["https://*-proj.vercel.app"], true), vec![(Warning, "shared-suffix", 0)]),
        (
            with(
                &["https://a.example.com", "https://*.example.com", "https://**.example.com"],
                false,
            ),
            vec![(Warning, "covered", 0), (Warning, "covered", 1)],
        ),
        (
            with(&["https://a.example.com:8000-8999", "https://*.example.com:*"], false),
            vec![(Warning, "covered", 0)],
        ),
        (
            with(
                &[
                    "https://a-*-b.example.com",
                    "https://a-x*.example.com:443-444",
                    "https://a-*.example.com:*",
                ],
                false,
            ),
            vec![(Warning, "covered", 0), (Warning, "covered", 1)],
        ),
        (
            with(
                &["https://**.a.example.com", "https://**.example.com", "https://x*.b.example.com"],
                false,
            ),
            vec![(Warning, "covered", 0), (Warning, "covered", 2)],
        ),
        (with(&["https://*.example.com", "https://**.a.example.com"], false), vec![]),
        (with(&["null"], false), vec![(Error, "null-origin", 0)]),
        (with(&["*", APP], false), vec![(Warning, "wildcard-not-alone", 0)]),
    ] {
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(severity, kind, index)| (severity, kind, format!("origins[{index}]")))
            .collect();
        assert_eq!(found(&config), expected, "{config:?}");
    }
}

#[test]
fn an_age_that_browsers_cut_and_a_star_without_authorization_are_notes() {
    let config = Config {
        origins: list(&["*"]),
        request_headers: list(&["*"]),
        max_age: Some(7201),
        ..Config::default()
    };
    let expected = [
        (Note, "wildcard-without-authorization", "request_headers[0]".to_owned()),
        (Note, "max-age-cut", "max_age".to_owned()),
    ];
    assert_eq!(found(&config), expected);
    let config =
        Config { request_headers: list(&["*", "Authorization"]), max_age: Some(7200), ..config };
    assert_eq!(found(&config), []);
}

#[test]
fn a_suggestion_is_itself_without_errors() {
    for origin in [
        "https://App.example.com/",
        "https://app.example.com:443",
        "app.example.com",
        "wss://app.example.com",
        "https://b\u{fc}cher.example",
        "https://*.Example.com/",
        "https://APP.example.com:*",
        "http://app.example.com",
    ] {
        let config = Config { origins: list(&[origin]), credentials: true, ..Config::default() };
        let errors = Policy::new(&config).expect_err(origin);
        let first = errors.iter().next().expect("an error");
        let suggestion = first.suggestion.clone().expect(origin);
        let mended = Config { origins: vec![suggestion], ..config };
        assert!(Policy::new(&mended).is_ok(), "{origin}: {mended:?}");
    }
}
