//! What changes if one policy takes the place of another, told by meaning.

use std::collections::BTreeSet;

use crosscheck::server::Access;
use crosscheck::server::AccessChange;
use crosscheck::server::AnswerHeader;
use crosscheck::server::Config;
use crosscheck::server::Decision;
use crosscheck::server::Edit;
use crosscheck::server::Head;
use crosscheck::server::Policy;
use crosscheck::server::PolicyDifference;
use crosscheck::server::ResourcePolicy;
use crosscheck::server::Rule;
use proptest::prelude::*;
use proptest::sample::select;

use crate::laws::configurations;
use crate::prove::may_do;

fn list(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn origins(origins: &[&str]) -> Config {
    Config { origins: list(origins), ..Config::default() }
}

fn on(paths: &[&str], origins: &[&str]) -> Rule {
    Rule { paths: list(paths), origins: list(origins), ..Rule::default() }
}

fn told(old: &Config, new: &Config) -> Vec<String> {
    let [old, new] = [old, new].map(|config| Policy::new(config).expect("a policy"));
    let difference = old.diff(&new).expect("few kinds");
    let changes = difference.changes.iter().map(ToString::to_string);
    changes.chain(difference.embedding.iter().map(ToString::to_string)).collect()
}

const APP: &str = "https://app.corp.example";

#[test]
fn each_change_is_told_with_a_request_that_shows_it() {
    let company = Config { credentials: true, ..origins(&["https://**.corp.example"]) };
    let admin = Rule { credentials: true, ..on(&["/admin"], &[APP]) };
    for (old, new, expected) in [
        (
            origins(&[APP]),
            origins(&["https://**.corp.example"]),
            vec![
                "`https://**.corp.example` may now read on `/`; e.g. `https://x.corp.example` on `/`",
            ],
        ),
        (
            origins(&["https://a.example", "https://b.example"]),
            origins(&["https://b.example", "https://c.example"]),
            vec![
                "`https://c.example` may now read on `/`; e.g. `https://c.example` on `/`",
                "`https://a.example` may no longer read on `/`; e.g. `https://a.example` on `/`",
            ],
        ),
        (
            Config { rules: vec![admin.clone()], ..company.clone() },
            company.clone(),
            vec![
                "`https://**.corp.example` may now read with credentials on `/admin`; e.g. `https://x.corp.example` on `/admin`",
            ],
        ),
        (
            origins(&[APP]),
            origins(&["*"]),
            vec!["every other origin may now read on `/`; e.g. `https://evil.example` on `/`"],
        ),
        (
            Config { credentials: true, ..origins(&[APP]) },
            origins(&["*"]),
            vec![
                "every other origin may now read on `/`; e.g. `https://evil.example` on `/`",
                "`https://app.corp.example` may no longer read with credentials on `/`; e.g. `https://app.corp.example` on `/`",
            ],
        ),
        (
            Config { methods: list(&["PUT"]), max_age: Some(600), ..origins(&[APP]) },
            Config {
                methods: list(&["*"]),
                request_headers: list(&["x-a", "X-B"]),
                expose_headers: list(&["x-c"]),
                expose_timing: true,
                ..origins(&[APP])
            },
            vec![
                "`https://app.corp.example` may now send any method, set x-a, set x-b, read header x-c and measure time, and may have preflights remembered for as long as browsers do by themselves instead of 600 seconds on `/`; e.g. `https://app.corp.example` on `/`",
            ],
        ),
        (
            Config { methods: list(&["PUT", "DELETE"]), ..origins(&[APP]) },
            Config { methods: list(&["PATCH", "DELETE"]), ..origins(&[APP]) },
            vec![
                "`https://app.corp.example` may now send PATCH, and may no longer send PUT on `/`; e.g. `https://app.corp.example` on `/`",
            ],
        ),
        (
            Config {
                rules: vec![on(&["/a", "/b", "/c"], &["https://b.example"])],
                ..origins(&[APP])
            },
            Config {
                rules: vec![on(&["/a", "/b", "/c"], &["https://c.example"])],
                ..origins(&[APP])
            },
            vec![
                "`https://c.example` may now read on `/a`, `/b` and `/c`; e.g. `https://c.example` on `/a`",
                "`https://b.example` may no longer read on `/a`, `/b` and `/c`; e.g. `https://b.example` on `/a`",
            ],
        ),
        (
            Config { rules: vec![on(&["/a!b/a%3fb"], &[APP])], ..origins(&[APP]) },
            Config {
                rules: vec![on(&["/a!b/a%3fb"], &["https://*.corp.example"])],
                ..origins(&[APP])
            },
            vec![
                "`https://*.corp.example` may now read on `/a!b/a%3Fb`; e.g. `https://x.corp.example` on `/a!b/a%3Fb`",
            ],
        ),
        (
            origins(&["https://*.corp.example"]),
            origins(&["https://**.corp.example"]),
            vec![
                "some of `https://**.corp.example` may now read on `/`; e.g. `https://x.x.corp.example` on `/`",
            ],
        ),
        (
            Config { resource_policy: Some(ResourcePolicy::SameSite), ..origins(&[APP]) },
            origins(&[APP]),
            vec!["who may embed answers of `/` is unsaid, and was same-site"],
        ),
    ] {
        assert_eq!(told(&old, &new), expected, "{old:?}\n{new:?}");
    }
}

/// To ask every rule's path about every rule's origins would take hundreds of millions of questions.
#[test]
fn ten_thousand_rules_are_compared_path_by_path() {
    let rules = |base: &str| Config {
        rules: (0..10_000)
            .map(|n| on(&[&format!("/p{n}")], &[&format!("https://c{n}.{base}.example")]))
            .collect(),
        ..Config::default()
    };
    let policy = |config: &Config| Policy::new(config).expect("a policy");
    let (old, new) = (policy(&rules("old")), policy(&rules("new")));
    assert_eq!(old.diff(&old), Ok(PolicyDifference::default()));
    let changes = old.diff(&new).expect("few kinds").changes;
    assert_eq!(changes.len(), 20_000);
    let shown =
        |change: &AccessChange| (change.gains.len(), change.origin.clone(), change.path.clone());
    assert_eq!(shown(&changes[7]), (1, "https://c1003.new.example".into(), "/p1003".into()));
    assert_eq!(shown(&changes[10_007]), (0, "https://c1003.old.example".into(), "/p1003".into()));
}

/// The same where each path's wildcard might cover any other's origins, for all are of one domain.
#[test]
fn twenty_thousand_rules_of_one_domain_are_compared_path_by_path() {
    let policy = |name: &str| {
        let rules = (0..20_000).map(|n| {
            let wildcard = format!("https://*-x{n}.corp.example");
            on(&[&format!("/p{n}")], &[&wildcard, &format!("https://{name}{n}.corp.example")])
        });
        Policy::new(&Config { rules: rules.collect(), ..Config::default() }).expect("a policy")
    };
    let changes = policy("a").diff(&policy("b")).expect("few kinds").changes;
    assert_eq!(changes.len(), 40_000);
    assert_eq!(changes[0].origin, "https://b0.corp.example");
}

#[test]
fn the_same_meaning_has_no_difference_however_it_is_written() {
    let split = |rules: Vec<Rule>| Config { rules, ..Config::default() };
    for (one, other) in [
        (
            origins(&["https://a.example", "https://b.example"]),
            origins(&["https://b.example", "https://a.example"]),
        ),
        (origins(&["https://*.corp.example", APP]), origins(&["https://*.corp.example"])),
        (
            origins(&["https://**.corp.example", "https://*.corp.example"]),
            origins(&["https://**.corp.example"]),
        ),
        (
            origins(&["http://localhost:1-8000", "http://localhost:8001-65535"]),
            origins(&["http://localhost:*"]),
        ),
        (
            origins(&["loopback"]),
            origins(&[
                "http://localhost:*",
                "https://localhost:*",
                "http://127.0.0.1:*",
                "https://127.0.0.1:*",
                "http://[::1]:*",
                "https://[::1]:*",
            ]),
        ),
        (
            Config { methods: list(&["get", "put", "PUT"]), ..origins(&[APP]) },
            Config { methods: list(&["PUT"]), ..origins(&[APP]) },
        ),
        (
            Config {
                request_headers: list(&["X-B", "x-a"]),
                expose_headers: list(&["etag", "content-type"]),
                ..origins(&[APP])
            },
            Config {
                request_headers: list(&["x-a", "x-b"]),
                expose_headers: list(&["ETag"]),
                ..origins(&[APP])
            },
        ),
        (split(vec![on(&[], &[APP])]), origins(&[APP])),
        (
            split(vec![on(&[], &[APP]), on(&[], &["https://b.example"])]),
            origins(&["https://b.example", APP]),
        ),
        (
            split(vec![on(&["/a"], &[APP]), on(&["/b"], &[APP])]),
            split(vec![on(&["/b"], &[APP]), on(&["/a"], &[APP])]),
        ),
        // A narrower rule in front may say the same as the wider one behind it.
        (
            split(vec![on(&[], &[APP]), on(&[], &["https://*.corp.example"])]),
            origins(&["https://*.corp.example"]),
        ),
    ] {
        assert_eq!(told(&one, &other), Vec::<String>::new(), "{one:?}\n{other:?}");
    }
}

/// A policy that names no path reads none. One that does refuses what could lead anywhere, even if its
/// rules all say the same; what leads to one of two rules that say the same stays as it was.
#[test]
fn what_is_read_in_two_ways_is_told_where_nothing_else_is() {
    let plain = origins(&[APP]);
    let named = Config { rules: vec![on(&["/x"], &[APP])], ..plain.clone() };
    assert_eq!(
        told(&plain, &named),
        [
            "`https://app.corp.example` may no longer read on `/..`; e.g. `https://app.corp.example` on \
          `/..`"
        ]
    );
}

#[test]
fn whether_anybody_gains_is_told_apart() {
    let widens = |old: &Config, new: &Config| {
        let [old, new] = [old, new].map(|config| Policy::new(config).expect("a policy"));
        let difference = old.diff(&new).expect("few kinds");
        assert_eq!(difference.is_empty(), old.id() == new.id(), "these are spelled as they differ");
        difference.widens()
    };
    let embedded = |policy| Config { resource_policy: policy, ..origins(&[APP]) };
    let (wide, narrow) = (origins(&["https://*.corp.example"]), origins(&[APP]));
    let moved = Config { max_age: Some(5), ..narrow.clone() };
    for (old, new, expected) in [
        (&narrow, &wide, true),
        (&wide, &narrow, false),
        (&narrow, &narrow, false),
        (&narrow, &moved, false),
        (&embedded(None), &embedded(Some(ResourcePolicy::SameOrigin)), false),
        (&embedded(Some(ResourcePolicy::SameOrigin)), &embedded(None), true),
        (&embedded(None), &embedded(Some(ResourcePolicy::CrossOrigin)), true),
        (&embedded(None), &embedded(Some(ResourcePolicy::SameSite)), false),
        (&wide, &embedded(None), false),
    ] {
        assert_eq!(widens(old, new), expected, "{old:?}\n{new:?}");
    }
}

/// What a page gets from a policy: whether it may read, with what, and what a preflight allows.
fn outcome(policy: &Policy, origin: &str, path: &str, asked: (&str, &str)) -> Vec<String> {
    let headers = [
        ("origin", origin),
        ("access-control-request-method", asked.0),
        ("access-control-request-headers", asked.1),
    ];
    let mut told = Vec::new();
    for method in ["GET", "OPTIONS"] {
        let decision = policy.decide(&Head::new(method, path, &headers));
        told.push(format!("{:?}", decision.verdict().map(|verdict| verdict.is_ok())));
        if let Decision::Actual { edits, .. } = &decision {
            edits.each(|edit| match edit {
                Edit::Set(AnswerHeader::AllowOrigin | AnswerHeader::ResourcePolicy, _) => {}
                Edit::Set(header, value) => told.push(format!("{}: {}", header.name(), value.text)),
                Edit::Echo(AnswerHeader::TimingAllowOrigin) => told.push("timing".into()),
                Edit::Echo(_) | Edit::Remove(_) | Edit::Vary(_) => {}
            });
        }
    }
    told
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_policy_does_not_differ_from_itself(config in configurations()) {
        let Ok(policy) = Policy::new(&config) else { return Ok(()) };
        prop_assert!(policy.diff(&policy).expect("few kinds").is_empty());
    }

    /// Each change is shown by a request, and is the other way round in the other direction.
    #[test]
    fn what_is_told_is_so(one in configurations(), other in configurations()) {
        let (Ok(one), Ok(other)) = (Policy::new(&one), Policy::new(&other)) else { return Ok(()) };
        let there = one.diff(&other).expect("few kinds");
        let back = other.diff(&one).expect("few kinds");
        prop_assert_eq!(there.is_empty(), back.is_empty());
        for change in &there.changes {
            let may = |policy, access| may_do(policy, &change.origin, &change.path, access);
            for access in &change.gains {
                prop_assert!(may(&other, access) && !may(&one, access), "{}", change);
            }
            for access in &change.loses {
                prop_assert!(may(&one, access) && !may(&other, access), "{}", change);
            }
            prop_assert!(may(&one, &Access::Read) || may(&other, &Access::Read));
            prop_assert!(change.paths.contains(&change.path));
        }
        type Told = BTreeSet<(String, Vec<Access>, Vec<Access>)>;
        let forth: Told = there.changes.iter().flat_map(|change| {
            change.paths.iter().map(|p| (p.clone(), change.gains.clone(), change.loses.clone()))
        }).collect();
        let back: Told = back.changes.iter().flat_map(|change| {
            change.paths.iter().map(|p| (p.clone(), change.loses.clone(), change.gains.clone()))
        }).collect();
        prop_assert_eq!(forth, back);
    }

    /// If any request is answered otherwise, there is a difference.
    #[test]
    fn nothing_that_differs_is_missed(
        one in configurations(),
        other in configurations(),
        origin in select(PAGES),
        path in select(PATHS),
        method in select(&["PUT", "DELETE", "PATCH", "POST"][..]),
        names in select(&["", "x-a", "x-b", "authorization", "x-other", "authorization,x-a"][..]),
    ) {
        let (Ok(one), Ok(other)) = (Policy::new(&one), Policy::new(&other)) else { return Ok(()) };
        let difference = one.diff(&other).expect("few kinds");
        let (a, b) = (
            outcome(&one, origin, path, (method, names)),
            outcome(&other, origin, path, (method, names)),
        );
        prop_assert!(a == b || !difference.changes.is_empty(), "{} on {}: {:?} {:?}", origin, path, a, b);
    }
}

const PAGES: &[&str] = &[
    "https://app.example",
    "https://other.example",
    "http://app.example",
    "https://a.app.example:8443",
    "https://a.app.example",
    "https://a.b.app.example",
    "https://pre-1.app.example",
    "https://pre-.app.example:1",
    "https://evil.example",
    "null",
];

const PATHS: &[&str] = &[
    "/",
    "/a",
    "/a/b",
    "/a/b/c?d",
    "/ab",
    "/c/",
    "//a",
    "/A",
    "/a%2fb",
    "/a/..",
    "/a;x",
    "/a//b",
    "/x/%2e%2e",
];
