//! Kinds of origins: what a policy says about one of each, it says about all.

use std::collections::BTreeSet;

use crosscheck::server::Config;
use crosscheck::server::Danger;
use crosscheck::server::Policy;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::naive::naive_allows;

fn policy(origins: &[String]) -> Policy {
    let danger = Danger { public_suffixes: true, null_origin: true, ..Danger::default() };
    let config = Config { origins: origins.to_vec(), danger, ..Config::default() };
    Policy::new(&config).expect("a policy")
}

fn kinds(origins: &[&str]) -> Vec<String> {
    let origins: Vec<String> = origins.iter().map(|text| (*text).to_owned()).collect();
    policy(&origins).origin_classes().expect("few kinds")
}

#[test]
fn there_is_one_of_each_kind_and_one_that_nothing_covers() {
    for (origins, expected) in [
        (vec!["*"], vec!["https://evil.example"]),
        (vec!["https://a.example"], vec!["https://evil.example", "https://a.example"]),
        (vec!["https://*.corp.example"], vec!["https://evil.test", "https://x.corp.example"]),
        (
            vec!["https://x.corp.example", "https://*.corp.example"],
            vec!["https://evil.test", "https://x.corp.example", "https://a.corp.example"],
        ),
        (
            vec!["https://*.corp.example", "https://**.corp.example"],
            vec!["https://evil.test", "https://x.corp.example", "https://x.x.corp.example"],
        ),
        (
            vec!["http://a.example:8000-8009", "http://a.example:80-8001"],
            vec![
                "https://evil.example",
                "http://a.example",
                "http://a.example:8000",
                "http://a.example:8002",
            ],
        ),
        (
            vec!["http://a.example:1", "http://a.example:1-2"],
            vec!["https://evil.example", "http://a.example:1", "http://a.example:2"],
        ),
        (vec!["app://corp.example:*"], vec!["https://evil.example", "app://corp.example"]),
        (vec!["null"], vec!["https://evil.example", "null"]),
        // What is told apart already stands for nothing else: other labels are taken.
        (vec!["https://evil.example"], vec!["https://evil.test", "https://evil.example"]),
        (
            vec!["https://*.corp.example", "https://**.corp.example", "https://**.x.corp.example"],
            vec![
                "https://evil.test",
                "https://a.corp.example",
                "https://x.a.corp.example",
                "https://x.x.corp.example",
            ],
        ),
        (
            vec!["https://*.corp.example", "https://**.corp.example", "https://x.x.corp.example"],
            vec![
                "https://evil.test",
                "https://x.x.corp.example",
                "https://x.corp.example",
                "https://a.x.corp.example",
            ],
        ),
    ] {
        assert_eq!(kinds(&origins), expected, "{origins:?}");
    }
}

/// A host has 253 bytes at most, so a base may leave room for one label and not for two.
#[test]
fn what_has_no_room_is_no_kind() {
    let base = |length: usize| {
        let labels = (length - "example".len()) / 2;
        let base = "b".repeat(length - 7 - 2 * labels) + &"a.".repeat(labels) + "example";
        assert_eq!(base.len(), length);
        base
    };
    for (length, found) in [(247, 3), (249, 3)] {
        let base = base(length);
        let (deep, one) = (format!("https://**.{base}"), format!("https://*.{base}"));
        assert_eq!(kinds(&[&deep, &one]).len(), found, "{length}");
    }
    // Seven bytes are left for a label; to fit both of these, it needs eight.
    for (length, found) in [(245, 3), (244, 4)] {
        let base = base(length);
        let (first, last) = (format!("https://aaaa*.{base}"), format!("https://*bbbb.{base}"));
        assert_eq!(kinds(&[&first, &last]).len(), found, "{length}");
    }
}

#[test]
fn ten_thousand_origins_and_hundreds_of_patterns_are_not_too_many() {
    let mut origins: Vec<String> =
        (0..10_000).map(|n| format!("https://customer-{n}.app.example.com")).collect();
    origins.extend((0..300).map(|n| format!("https://*--project{n}.app.example.com:*")));
    origins.extend((0..100).map(|n| format!("https://**.tenant{n}.example.com:8000-{}", 8001 + n)));
    origins.push("https://**.example.com:*".into());
    let kinds = policy(&origins).origin_classes().expect("not too many");
    assert_eq!(kinds.len(), 10_000 + 300 + 100 + 1 + 1);
}

/// Named origins are walked around, not looked at letter by letter: that were too many.
#[test]
fn a_hundred_thousand_origins_beside_wildcards_of_their_domain_are_not_too_many() {
    let mut origins: Vec<String> =
        (0..100_000).map(|n| format!("https://customer-{n}.example.com")).collect();
    origins.push("https://pre-*.example.com".into());
    origins.push("https://*-post.example.com:*".into());
    let kinds = policy(&origins).origin_classes().expect("not too many");
    let others = &kinds[100_001..];
    assert_eq!(kinds.len(), 100_001 + others.len());
    assert_eq!(
        others,
        ["https://pre-x.example.com", "https://x-post.example.com", "https://pre-post.example.com",]
    );
}

#[test]
fn wildcards_that_overlap_in_ever_more_ways_are_refused_with_a_reason() {
    let starts = (0..2000).map(|n| format!("https://start{n}-*.example.com"));
    let origins: Vec<String> =
        starts.chain((0..2000).map(|n| format!("https://*-end{n}.example.com"))).collect();
    let error = policy(&origins).origin_classes().expect_err("too many");
    assert!(error.to_string().contains("use fewer wildcards"), "{error}");
}

/// Entries over so small an alphabet that all their origins can be listed.
fn entries() -> impl Strategy<Value = String> {
    let front = prop_oneof![
        Just(String::new()),
        Just("**.".to_owned()),
        ("[ax]{0,1}", "[ax]{0,1}").prop_map(|(before, after)| format!("{before}*{after}.")),
    ];
    let base = select(&["a", "x.a", "x.x.a", "xa.a"][..]);
    let ports = select(&["", ":*", ":1-2", ":2-9000", ":2", ":1"][..]);
    let scheme = select(&["https", "https", "http", "app"][..]);
    (scheme, front, base, ports)
        .prop_map(|(scheme, front, base, ports)| format!("{scheme}://{front}{base}{ports}"))
}

/// Every origin with a host of up to six of `a`, `x` and `.`.
fn all_origins() -> Vec<String> {
    let mut hosts = vec![String::new()];
    let mut all = Vec::new();
    for _ in 0..6 {
        hosts =
            hosts.iter().flat_map(|h| ["a", "x", "."].map(|byte| format!("{h}{byte}"))).collect();
        let good = |host: &&String| host.split('.').all(|label| !label.is_empty());
        for host in hosts.iter().filter(good) {
            for scheme in ["https", "http", "app"] {
                let ports = ["", ":1", ":2", ":8443", ":65535"];
                all.extend(ports.map(|port| format!("{scheme}://{host}{port}")));
            }
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Listing every origin finds no kind that was missed, and each kind is what it is said to be.
    #[test]
    fn no_kind_is_missed(list in vec(entries(), 1..8)) {
        let policy = policy(&list);
        let each: Vec<Policy> = list.iter().map(|e| self::policy(std::slice::from_ref(e))).collect();
        let mut known = BTreeSet::new();
        for origin in policy.origin_classes().expect("few kinds") {
            let kind: Vec<bool> =
                each.iter().map(|policy| policy.allows_origin("/", origin.as_bytes())).collect();
            let naive: Vec<bool> =
                list.iter().map(|e| naive_allows(std::slice::from_ref(e), &origin)).collect();
            prop_assert_eq!(&kind, &naive, "{}", origin);
            known.insert(kind);
        }
        for origin in all_origins() {
            let kind: Vec<bool> =
                list.iter().map(|e| naive_allows(std::slice::from_ref(e), &origin)).collect();
            prop_assert!(known.contains(&kind), "{} is of a kind of its own in {:?}", origin, list);
        }
    }
}
