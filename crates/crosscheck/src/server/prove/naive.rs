//! Whole policies, decided plainly: every kind of origin that anything tells apart, on every path.
//! What is decided rule by rule comes to the same, to the letter.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::Assertion;
use super::Counterexample;
use super::PolicyDifference;
use super::assertion::Checked;
use super::difference::Comparison;
use crate::server::config::Config;
use crate::server::config::Danger;
use crate::server::config::Rule;
use crate::server::path::Place;
use crate::server::path::spell_path;
use crate::server::policy::Policy;
use crate::server::prove::equivalence::witnesses;

fn proven(policy: &Policy, assertion: &Assertion) -> Vec<Counterexample> {
    let Checked { spoken, outside, paths, words } = Checked::new(assertion).expect("an assertion");
    let sets = policy.rules.iter().map(|rule| &rule.origins).chain([&spoken]);
    let mut origins = witnesses(sets).expect("few kinds");
    origins.retain(|origin| spoken.contains(origin.as_bytes()) != outside);
    let mut places = policy.paths.places();
    places.extend(paths.iter().cloned());
    let below = |never: bool| {
        let is_same = |a: &Vec<u8>, b: &Vec<u8>| match never {
            true => a.eq_ignore_ascii_case(b),
            false => a == b,
        };
        let covers = |path: &Place, place: &Place| {
            path.len() <= place.len() && path.iter().zip(place).all(|(a, b)| is_same(a, b))
        };
        let meant = places.iter().filter(|place| paths.iter().any(|path| covers(path, place)));
        meant.map(|place| spell_path(place)).collect::<Vec<_>>()
    };
    let shown = words.into_iter().filter_map(|(place, access)| {
        let never = place.starts_with("never");
        below(never).into_iter().find_map(|path| {
            origins.iter().find_map(|origin| {
                let rule = policy.rule_on(&path, origin.as_bytes());
                let rule = rule.map(|rule| policy.rule(rule));
                let broken = match never {
                    true => rule.is_some_and(|rule| rule.allows_some(&access)),
                    false => !rule.is_some_and(|rule| rule.allows(&access)),
                };
                broken.then(|| Counterexample {
                    place: place.clone(),
                    access: access.clone(),
                    origin: origin.clone(),
                    path: path.clone(),
                    answered_by: rule.map(|rule| rule.entry_for(origin)),
                })
            })
        })
    });
    shown.collect()
}

/// For each path the number of rules that are asked there is another one, and every kind of origin is
/// asked.
fn differing(old: &Policy, new: &Policy) -> PolicyDifference {
    let sets = old.rules.iter().chain(&new.rules).map(|rule| &rule.origins);
    let origins = witnesses(sets).expect("few kinds");
    let mut comparison = Comparison::new(old, new);
    let places: BTreeSet<Place> =
        old.paths.places().into_iter().chain(new.paths.places()).collect();
    for place in &places {
        let path = spell_path(place);
        let rules = [old, new].map(|policy| {
            let numbers = policy.rules_on(&path).iter();
            numbers.map(|number| policy.rule(*number)).collect::<Vec<_>>()
        });
        let number = comparison.paths.len();
        comparison.paths.push(BTreeSet::from([path]));
        let befalls = Comparison::befalls([&rules[0], &rules[1]], &mut |visit| {
            origins.iter().for_each(|origin| {
                let _ = visit(origin);
            });
            Ok(core::ops::ControlFlow::Continue(()))
        });
        comparison.take(befalls.expect("few kinds"), number);
    }
    PolicyDifference { changes: comparison.grouped(), ..PolicyDifference::default() }
}

fn lists() -> impl Strategy<Value = Vec<String>> {
    let front = select(&["", "", "", "*.", "**.", "a*.", "*b.", "a*b.", "*a."][..]);
    let host = select(
        &["corp.example", "x.corp.example", "ab.corp.example", "other.test", "axb.corp.example"][..],
    );
    let ports = select(&["", "", "", ":*", ":8000-9000", ":8443"][..]);
    let scheme = select(&["https", "https", "https", "http"][..]);
    let entry = (scheme, front, host, ports)
        .prop_map(|(scheme, front, host, ports)| [scheme, "://", front, host, ports].concat());
    let scheme_alone = select(&["app://*", "app://*:*", "app://corp", "app://*.corp.example"][..]);
    let scheme_alone = scheme_alone.prop_map(String::from);
    let range = select(
        &[
            "http://10.0.0.0/8",
            "http://10.0.0.0/30:*",
            "http://10.0.0.2/31",
            "https://10.0.0.0/30:8000-9000",
            "http://10.0.0.1:*",
            "http://10.0.0.2",
        ][..],
    );
    let range = range.prop_map(String::from);
    let any = Just("*".into());
    let entry = prop_oneof![
        20 => entry,
        3 => scheme_alone,
        3 => range,
        1 => any,
        1 => Just("null".into()),
        1 => Just("file://".into()),
    ];
    vec(entry, 1..4)
}

pub(crate) fn rules() -> impl Strategy<Value = Vec<Rule>> {
    let path = select(&["/", "/a", "/a/b", "/a/b/c/d", "/c"][..]).prop_map(String::from);
    let rule = (vec(path, 0..3), lists(), any::<bool>(), select(vec![vec![], vec!["PUT"]]));
    let rule = rule.prop_map(|(paths, origins, credentials, methods)| Rule {
        credentials,
        methods: methods.into_iter().map(String::from).collect(),
        paths,
        origins,
        ..Rule::default()
    });
    vec(rule, 1..6)
}

pub(crate) fn policy(rules: Vec<Rule>) -> Option<Policy> {
    let danger = Danger {
        null_origin: true,
        insecure_origins: true,
        public_suffixes: true,
        whole_schemes: true,
        file_origin: true,
        address_ranges: true,
        everybody_with_credentials: true,
    };
    // A rule that nobody asks is left out.
    let mut config = Config { danger, ..Config::default() };
    for rule in rules {
        config.rules.push(rule);
        if Policy::new(&config).is_err() {
            config.rules.pop();
        }
    }
    Policy::new(&config).ok()
}

fn assertions() -> impl Strategy<Value = Assertion> {
    let words = select(&["read", "read with credentials", "send PUT", "send any method"][..]);
    let path = select(&["/", "/a", "/A", "/a/b/c", "/x"][..]).prop_map(String::from);
    (lists(), any::<bool>(), vec(path, 0..2), vec(words, 1..3), any::<bool>()).prop_map(
        |(listed, outside, paths, words, never)| {
            let words: Vec<String> = words.into_iter().map(String::from).collect();
            let listed: Vec<String> = listed.into_iter().filter(|text| text != "*").collect();
            let (origins, outside) = if outside { (vec![], listed) } else { (listed, vec![]) };
            let (may, never) = if never { (vec![], words) } else { (words, vec![]) };
            Assertion { name: String::new(), origins, outside, paths, may, never }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn proving_rule_by_rule_comes_to_the_same(rules in rules(), assertion in assertions()) {
        let Some(policy) = policy(rules) else { return Ok(()) };
        prop_assert_eq!(policy.prove(&assertion).expect("decided"), proven(&policy, &assertion));
    }

    #[test]
    fn comparing_rule_by_rule_comes_to_the_same(old in rules(), new in rules()) {
        let (Some(old), Some(new)) = (policy(old), policy(new)) else { return Ok(()) };
        let PolicyDifference { changes, .. } = old.diff(&new).expect("few kinds");
        let plainly = differing(&old, &new);
        // Where nothing else changes, paths are read in two ways.
        if !plainly.changes.is_empty() {
            prop_assert_eq!(changes, plainly.changes);
        }
    }
}
