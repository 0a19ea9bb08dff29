//! What people bring, and what is made of it: texts as browsers wrote them, with names in the place of
//! hosts. Each tells a story that the console leaves out.

mod answerers;
mod as_pasted;
mod beside;
mod beside_it;
mod beyond_cors;
mod by_hand;
mod configurations;
mod guards;
mod har;
mod har_writers;
mod in_other_words;
mod json;
mod languages;
mod loaders;
mod logs;
mod order;
mod panels;
mod products;
mod quoted_in_part;
mod redirects;
mod reports;
mod requests;
mod servers;
mod several_causes;
mod sockets_and_isolation;
mod spoken;
mod spoken_causes;
mod tools;
mod transcripts;
mod wrapped;

use crosscheck_analysis::explain::Overrides;
use crosscheck_analysis::explain::explain;
use crosscheck_analysis::fixes::Servers;
use serde_json::Value;

fn told(text: &str) -> Value {
    let mut report =
        explain(text, &Overrides::default()).unwrap_or_else(|e| panic!("{text}: {e:?}"));
    report.write_fixes(Servers::parse("all").ok().as_ref());
    serde_json::to_value(&report).expect("it is JSON")
}

/// Rules of all findings, and of those that one may be about.
fn rules(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().into_iter().flatten();
    findings
        .flat_map(|finding| {
            let others = finding["or_rules"].as_array().into_iter().flatten();
            [&finding["rule"]].into_iter().chain(others)
        })
        .filter_map(Value::as_str)
        .collect()
}

fn first_rules(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().into_iter().flatten();
    findings.filter_map(|finding| finding["rule"].as_str()).collect()
}

/// A text, its rule, words that the advice must have, and words that it must not have.
type Case<'t> = (&'t str, &'t str, &'t [&'t str], &'t [&'t str]);

fn check(cases: &[Case<'_>]) {
    for (text, rule, has, lacks) in cases {
        let report = told(text);
        assert_eq!(first_rules(&report), [*rule], "{text}\n{report:#}");
        let all = report.to_string();
        for word in *has {
            assert!(all.contains(word), "`{word}` of {text}\n{report:#}");
        }
        for word in *lacks {
            assert!(!all.contains(word), "no `{word}` of {text}\n{report:#}");
        }
    }
}

const PAGE_ALLOWED: &str = "\"Access-Control-Allow-Origin\",\"https://app.example.com\"";
