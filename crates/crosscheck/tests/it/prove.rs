//! Assertions: what is proven of a policy, and the request that shows when something is not.

use crosscheck::server::Access;
use crosscheck::server::Assertion;
use crosscheck::server::Config;
use crosscheck::server::Danger;
use crosscheck::server::Edit;
use crosscheck::server::Head;
use crosscheck::server::Policy;
use crosscheck::server::Prover;
use crosscheck::server::Rule;
use crosscheck::server::Unproven;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::laws::configurations;
use crate::naive::naive_allows;

fn list(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// An API as a company has it: its own pages with credentials, partners for a part, the public for
/// another.
fn company() -> Policy {
    let config = Config {
        origins: list(&["https://**.corp.example"]),
        credentials: true,
        methods: list(&["PUT", "DELETE"]),
        request_headers: list(&["authorization", "x-token"]),
        expose_headers: list(&["x-total"]),
        rules: vec![
            Rule {
                paths: list(&["/partners"]),
                origins: list(&["https://*.partner.example", "https://app.corp.example"]),
                methods: list(&["*"]),
                ..Rule::default()
            },
            Rule {
                paths: list(&["/public"]),
                origins: list(&["*"]),
                request_headers: list(&["*"]),
                expose_timing: true,
                ..Rule::default()
            },
        ],
        ..Config::default()
    };
    Policy::new(&config).expect("a policy")
}

/// What shows that an assertion does not hold of the company's policy; `holds` if it does.
fn proven(assertion: &Assertion) -> String {
    match company().prove(assertion) {
        Ok(shown) if shown.is_empty() => "holds".into(),
        Ok(shown) => {
            let shown: Vec<String> =
                shown.iter().map(|example| format!("{}: {example}", example.place)).collect();
            shown.join("\n")
        }
        Err(error) => format!("error: {error}"),
    }
}

fn never(outside: &[&str], paths: &[&str], never: &[&str]) -> Assertion {
    Assertion::new().outside(outside).paths(paths).never(never)
}

fn may(origins: &[&str], paths: &[&str], may: &[&str]) -> Assertion {
    Assertion::new().origins(origins).paths(paths).may(may)
}

#[test]
fn what_no_page_may_ever_do() {
    let corp = ["https://**.corp.example"];
    for (assertion, expected) in [
        (never(&corp, &[], &["read with credentials"]), "holds"),
        (
            never(&["https://*.corp.example"], &[], &["read with credentials"]),
            "never[0]: `https://x.x.corp.example` may read with credentials on `/`: \
             `https://**.corp.example` in origins answers it",
        ),
        (
            never(&corp, &[], &["read"]),
            "never[0]: `https://x.partner.example` may read on `/partners`: \
             `https://*.partner.example` in rules[0].origins answers it",
        ),
        (never(&corp, &["/internal"], &["read"]), "holds"),
        (
            never(&["https://**.corp.example", "https://*.partner.example"], &[], &["read"]),
            "never[0]: `https://evil.test` may read on `/public`: `*` in rules[1].origins answers it",
        ),
        (
            never(&[], &[], &["send any method"]),
            "never[0]: `https://app.corp.example` may send any method on `/`: \
             `https://**.corp.example` in origins answers it",
        ),
        (
            never(&corp, &["/public"], &["send any method", "set any header", "measure time"]),
            "never[1]: `https://evil.test` may set any header on `/public`: `*` in \
             rules[1].origins answers it\nnever[2]: `https://evil.test` may measure time on \
             `/public`: `*` in rules[1].origins answers it",
        ),
        (never(&[], &["/public", "/partners"], &["set authorization"]), "holds"),
        (
            never(&[], &["/PARTNERS"], &["send any method"]),
            "never[0]: `https://app.corp.example` may send any method on `/partners`: `https://app.corp.example` in rules[0].origins answers it",
        ),
    ] {
        assert_eq!(proven(&assertion), expected, "{assertion:?}");
    }
}

#[test]
fn what_pages_may_do_for_certain() {
    for (assertion, expected) in [
        (
            may(
                &["https://app.corp.example"],
                &["/orders"],
                &[
                    "read with credentials",
                    "send put",
                    "send GET",
                    "set X-Token",
                    "read header x-total",
                ],
            ),
            "holds",
        ),
        (
            may(&["https://app.corp.example"], &[], &["read with credentials"]),
            "may[0]: `https://app.corp.example` may not read with credentials on `/partners`: \
             `https://app.corp.example` in rules[0].origins answers it",
        ),
        (
            may(&["https://**.corp.example"], &["/partners"], &["read"]),
            "may[0]: `https://x.corp.example` may not read on `/partners`: no rule answers it",
        ),
        (
            may(&["https://*.corp.example:*"], &["/orders"], &["read"]),
            "may[0]: `https://x.corp.example:1` may not read on `/orders`: no rule answers it",
        ),
        (may(&[], &["/public"], &["read", "measure time", "set x-anything"]), "holds"),
        (
            may(&[], &["/public"], &["set any header"]),
            "may[0]: `https://evil.test` may not set any header on `/public`: `*` in \
             rules[1].origins answers it",
        ),
        (may(&["https://*.partner.example"], &["/partners"], &["send any method"]), "holds"),
        (may(&["null"], &["/public"], &["read", "read header content-type"]), "holds"),
    ] {
        assert_eq!(proven(&assertion), expected, "{assertion:?}");
    }
}

#[test]
fn what_is_no_assertion_is_said_all_at_once() {
    let assertion = Assertion::new()
        .origins(["https://app.example/"])
        .outside(["https://*"])
        .paths(["admin"])
        .may(["wirte", "send TRACE", "set cookie", "read header set-cookie"])
        .never(["send post", "read header content-type"]);
    let Err(Unproven::Malformed(errors)) = company().prove(&assertion) else {
        panic!("it was taken for an assertion");
    };
    let found: Vec<&str> = errors.iter().map(|error| error.path.as_str()).collect();
    let expected = [
        "outside",
        "outside[0]",
        "paths[0]",
        "may[0]",
        "may[1]",
        "may[2]",
        "may[3]",
        "never[0]",
        "never[1]",
    ];
    assert_eq!(found, expected);
    let nobody = company().prove(&never(&["*"], &[], &["read"]));
    assert!(nobody.expect_err("nobody").to_string().contains("nobody is outside"));
    let empty = company().prove(&Assertion::default());
    assert!(empty.expect_err("nothing").to_string().contains("it says nothing"));
}

/// Holes that other libraries had, as sentences that are proven here.
#[test]
fn known_holes_are_proven_not_to_be_here() {
    // jub0bs/cors GHSA-vhxv-fg4m-p2w8, corydolphin/flask-cors and gin-contrib/cors CVE-2019-25211,
    // expressjs/cors#408, sanic-cors CVE-2026-37737.
    for origins in [
        &["https://foo.com", "https://bar.com"][..],
        &["https://**.foo.com", "https://**.bar.com"],
        &["https://example.com", "https://*.example.com:*"],
        &["https://preview-*.example.com", "https://*--proj.netlify.app"],
        &["http://localhost:3000-3999", "loopback", "app://localhost"],
    ] {
        let config = Config { origins: list(origins), ..Config::default() };
        let policy = Policy::new(&config).expect("a policy");
        assert_eq!(policy.prove(&never(origins, &[], &["read"])), Ok(vec![]), "{origins:?}");
        // And it is about these very ones: leave one out, and it is shown.
        for left_out in 0..origins.len() {
            let mut fewer = origins.to_vec();
            fewer.remove(left_out);
            if fewer.contains(&"loopback") && origins[left_out].contains("localhost:") {
                continue;
            }
            let shown = policy.prove(&never(&fewer, &[], &["read"])).expect("decided");
            assert_eq!(shown.len(), 1, "{fewer:?}");
        }
    }
    // rs/cors#197: what a pattern reaches is told by the origin that nobody meant.
    let danger = Danger { public_suffixes: true, ..Danger::default() };
    for (wide, meant, shown) in [
        ("https://*.com", "https://*.corp.com", "https://x.com"),
        ("https://**.co.uk", "https://**.corp.co.uk", "https://x.co.uk"),
        ("https://*corp.com", "https://*.corp.com", "https://xcorp.com"),
        ("https://corp*.com", "https://corp.com", "https://corpx.com"),
    ] {
        let config =
            Config { origins: list(&[wide]), credentials: true, danger, ..Config::default() };
        let policy = Policy::new(&config).expect("taken as a danger");
        let examples =
            policy.prove(&never(&[meant], &[], &["read with credentials"])).expect("decided");
        assert_eq!(examples[0].origin, shown, "{wide}");
    }
}

/// Together their wildcards tell apart a quarter of a million kinds of origins, which is too many to
/// look at even once; the rules of one path tell apart four.
#[test]
fn five_hundred_rules_and_as_many_assertions_are_proven_rule_by_rule() {
    let pair = |n| {
        list(&[&format!("https://*-x{n}.corp.example"), &format!("https://y{n}-*.corp.example")])
    };
    let count = 500;
    let rules = (0..count).map(|n| Rule {
        paths: vec![format!("/p{n}")],
        origins: pair(n),
        credentials: n == 7,
        ..Rule::default()
    });
    let config = Config { rules: rules.collect(), ..Config::default() };
    let policy = Policy::new(&config).expect("a policy");
    let prover = Prover::new(&policy);
    for n in 0..count {
        let path = format!("/p{n}");
        let held = [
            never(&["https://**.corp.example"], &[], &["read"]),
            never(
                &["https://*-x7.corp.example", "https://y7-*.corp.example"],
                &[],
                &["read with credentials"],
            ),
            never(&[], &[&path], &["read"]).outside(pair(n)),
            may(&[], &[&path], &["read"]).origins(pair(n)),
        ];
        for assertion in held {
            assert_eq!(prover.prove(&assertion), Ok(vec![]), "{assertion:?}");
        }
        let broken = never(&[], &[], &["read"]).outside(pair(n));
        let shown = prover.prove(&broken).expect("decided");
        assert_eq!(shown[0].path, if n == 0 { "/p1" } else { "/p0" });
        let (_, answering) = shown[0].answered_by.as_ref().expect("a rule");
        assert_eq!(*answering, format!("rules[{}].origins", usize::from(n == 0)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// A yes is never contradicted by a request, and a no is shown by one.
    #[test]
    fn what_is_proven_holds_for_every_request(
        config in configurations(),
        listed in vec(select(LISTED), 0..3),
        outside in any::<bool>(),
        path in select(&["/", "/a", "/a/b", "/b"][..]),
        word in select(&["read", "read with credentials", "send PUT", "set x-a"][..]),
        origins in vec(select(PAGES), 1..8),
    ) {
        let Ok(policy) = Policy::new(&config) else { return Ok(()) };
        let (listed, word) = (list(&listed), word.parse::<Access>().expect("a word"));
        let about = |origin: &str| {
            listed.is_empty() || naive_allows(&listed, origin) != outside
        };
        let (within, without) =
            if outside { (vec![], listed.clone()) } else { (listed.clone(), vec![]) };
        let sentence = Assertion::new().origins(within).outside(without).paths([path]);
        let words = vec![word.to_string()];
        let never = sentence.clone().never(words.clone());
        let never = policy.prove(&never).expect("decided");
        let may = policy.prove(&sentence.may(words)).expect("decided");
        for (shown, allowed) in [(&never, true), (&may, false)] {
            if let Some(example) = shown.first() {
                prop_assert!(about(&example.origin), "{:?}", example);
                let found = may_do(&policy, &example.origin, &example.path, &word);
                prop_assert_eq!(found, allowed, "{:?}", example);
                prop_assert!(example.path.starts_with(path));
            }
        }
        for origin in origins.into_iter().filter(|origin| about(origin)) {
            for path in [path.to_owned(), format!("{}/x", path.trim_end_matches('/'))] {
                let allowed = may_do(&policy, origin, &path, &word);
                prop_assert!(!allowed || !never.is_empty(), "{} on {}", origin, path);
                prop_assert!(allowed || !may.is_empty(), "{} on {}", origin, path);
            }
        }
    }
}

/// Whether a page may do something, seen from the answers it gets.
pub(crate) fn may_do(policy: &Policy, origin: &str, path: &str, access: &Access) -> bool {
    let (method, name) = match access {
        Access::Method(method) => (method.as_str(), ""),
        Access::AnyMethod => ("ANYTHING", ""),
        Access::Header(name) => ("GET", name.as_str()),
        Access::AnyHeader => ("GET", "x-anything"),
        _ => ("GET", ""),
    };
    let headers = [
        ("origin", origin),
        ("access-control-request-method", method),
        ("access-control-request-headers", name),
    ];
    let preflight = policy.decide(&Head::new("OPTIONS", path, &headers));
    let actual = policy.decide(&Head::new("GET", path, &headers));
    let says = |name: &str, value: &str| {
        let mut says = false;
        actual.edits().each(|edit| {
            says |= match edit {
                Edit::Set(header, values) => {
                    header.name() == name && values.text.split(", ").any(|v| v == value)
                }
                Edit::Echo(header) => header.name() == name,
                Edit::Remove(_) | Edit::Vary(_) => false,
            }
        });
        says
    };
    preflight.verdict() == Some(Ok(()))
        && match access {
            Access::ReadWithCredentials => says("access-control-allow-credentials", "true"),
            Access::ExposedHeader(name) => says("access-control-expose-headers", name),
            Access::AnyExposedHeader => says("access-control-expose-headers", "*"),
            Access::Timing => says("timing-allow-origin", "*"),
            _ => true,
        }
}

const LISTED: &[&str] = &[
    "https://app.example",
    "https://*.app.example",
    "https://**.app.example:*",
    "https://pre-*.app.example",
    "http://app.example",
    "https://a.app.example:8443",
];

const PAGES: &[&str] = &[
    "https://app.example",
    "https://a.app.example",
    "https://a.app.example:8443",
    "https://a.app.example:8500",
    "https://a.b.app.example",
    "https://pre-.app.example",
    "https://pre-1.app.example",
    "http://app.example",
    "https://evil.example",
    "https://evilapp.example",
    "https://app.example.evil.example",
    "null",
];
