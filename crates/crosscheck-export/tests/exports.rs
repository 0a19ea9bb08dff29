//! What is written for each server, for one policy: two origins with rights of their own, and a path of everybody.

#[cfg(target_os = "linux")]
use std::time::Duration;

use crosscheck::server::Config;
use crosscheck::server::Policy;
use crosscheck::server::Rule;
use crosscheck_export::ConfigFile;
use crosscheck_export::Effect;
use crosscheck_export::Export;
use crosscheck_export::Server;
use crosscheck_export::export;
use crosscheck_export::exported_servers;
use insta::assert_snapshot;

#[cfg(target_os = "linux")]
mod computed;

#[cfg(target_os = "linux")]
use computed::computed;

fn policy() -> Policy {
    let list = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect();
    let rules = vec![
        Rule {
            origins: list(&["https://app.example", "https://*.example.com"]),
            credentials: true,
            methods: list(&["PUT"]),
            request_headers: list(&["content-type", "x-token"]),
            max_age: Some(600),
            ..Rule::default()
        },
        Rule {
            paths: list(&["/public"]),
            origins: list(&["*"]),
            expose_headers: list(&["x-total"]),
            ..Rule::default()
        },
    ];
    Policy::new(&Config { rules, ..Config::default() }).expect("a policy")
}

/// Its files and losses as they are read.
fn told(export: &Export) -> String {
    let files = export.files.iter();
    let files = files.map(|file| format!("==== {}: {}\n{}\n", file.name, file.place, file.text));
    let losses = export.losses.iter().map(|loss| {
        let (effect, kind) = (loss.effect.name(), loss.kind.name());
        format!("{effect}, {kind} {}: {}\n", loss.place, loss.text)
    });
    files.chain(losses).collect()
}

/// What is code is told by one of each language.
#[test]
fn what_is_written_for_each_server() {
    let policy = policy();
    for server in exported_servers() {
        let is_code_once_more = [
            Server::NestJs,
            Server::Fastify,
            Server::Cloudflare,
            Server::Starlette,
            Server::Flask,
            Server::Django,
            Server::R2,
            Server::CloudFront,
        ];
        if !is_code_once_more.contains(&server) {
            let export = export(&policy, server).expect("it can be written for");
            assert_snapshot!(server.name(), told(&export));
        }
    }
}

/// Whoever a rule before covers by a pattern is answered by it, though a later one lists the origin.
#[test]
fn the_first_rule_that_covers_an_origin_answers_in_nginx() {
    let rule = |origin: &str, credentials| Rule {
        origins: vec![origin.to_owned()],
        credentials,
        ..Rule::default()
    };
    for (pattern, covered, other) in [
        ("https://*.example.com", "https://app.example.com", "https://example.com"),
        ("https://**.example.com", "https://a.b.example.com", "https://aexample.com"),
        ("https://app.example:*", "https://app.example:3000", "https://b.example:3000"),
        ("http://10.0.0.0/8", "http://10.1.2.3", "http://11.1.2.3"),
        ("http://[::1]:*", "http://[::1]:3000", "http://[::2]:3000"),
    ] {
        let mut config = Config {
            rules: vec![rule(pattern, true), rule(covered, false), rule(other, false)],
            ..Config::default()
        };
        config.danger.insecure_origins = true;
        config.danger.address_ranges = true;
        // A rule that is covered as a whole could never answer.
        config.rules[1].origins.push("https://third.example".into());
        let policy = Policy::new(&config).unwrap_or_else(|errors| panic!("{pattern}: {errors}"));
        let export = export(&policy, Server::Nginx).expect("it can be written for");
        let maps = &export.files[0].text;
        for (origin, rule) in [(covered, "0.0"), ("https://third.example", "0.1"), (other, "0.2")] {
            assert!(
                maps.contains(&format!("\"{origin}\" \"{rule}\";"))
                    || maps.contains(&format!("{origin} {rule};")),
                "{origin} {rule}: {maps}"
            );
        }
    }
}

#[test]
fn what_is_exported_is_known_again_and_says_when_it_says_less() {
    let policy = policy();
    for server in exported_servers() {
        let export = export(&policy, server).expect("it can be written for");
        for file in &export.files {
            // JSON has no comments.
            let is_known = ConfigFile::is_exported(&file.text) || file.name.ends_with(".json");
            assert!(is_known && file.text.ends_with('\n'), "{}: {}", server.name(), file.name);
        }
        // One origin behind the other is what gateways and storage cannot say, nor paths that are read in two ways.
        let is_ours = [Server::Axum, Server::Actix].contains(&server);
        let worst = export.losses.iter().map(|loss| loss.effect).max();
        assert_eq!(
            is_ours,
            worst.is_none_or(|worst| worst < Effect::Narrower),
            "{}",
            server.name()
        );
    }
}

/// More paths take as much longer, or little more: nothing is looked for among all of them.
#[cfg(target_os = "linux")]
#[test]
fn the_time_for_thousands_of_paths_grows_with_them() {
    grows_with_the_policy(|count| {
        let rule = |number: usize| Rule {
            paths: vec![format!("/tenant-{number}")],
            origins: vec![format!("https://tenant-{number}.example")],
            credentials: true,
            ..Rule::default()
        };
        (0..count * 500).map(rule).collect()
    });
}

/// The same for tens of thousands of origins in hundreds of rules, on one path and on many.
#[cfg(target_os = "linux")]
#[test]
fn the_time_for_thousands_of_origins_in_hundreds_of_rules_grows_with_them() {
    for has_paths in [false, true] {
        grows_with_the_policy(|count| {
            let rule = |number: usize| {
                let origin = |at: usize| match at {
                    0 => format!("https://*.tenant-{number}.example"),
                    _ => format!("https://app-{at}.customer-{number}.example"),
                };
                Rule {
                    paths: has_paths.then(|| format!("/tenant-{number}")).into_iter().collect(),
                    origins: (0..300).map(origin).collect(),
                    credentials: number.is_multiple_of(2),
                    ..Rule::default()
                }
            };
            (0..count * 25).map(rule).collect()
        });
    }
}

/// Holds each server's export of a policy against that of one eight times as large. In: its rules, by how large it is.
#[cfg(target_os = "linux")]
fn grows_with_the_policy(rules: impl Fn(usize) -> Vec<Rule>) {
    let policy = |count| Policy::new(&Config { rules: rules(count), ..Config::default() });
    let start = computed();
    let few = policy(1).expect("a policy");
    let middle = computed();
    let many = policy(8).expect("a policy");
    eprintln!("made: {:?}, {:?}", middle - start, computed() - middle);
    for server in exported_servers() {
        let took = |policy: &Policy, times: usize| {
            let start = computed();
            for _ in 0..times {
                let export = export(policy, server).expect("it can be written for");
                assert!(!export.files.is_empty());
            }
            computed() - start
        };
        // As many rules, eight times as long a list; the square would be eight times the time.
        let (short, long) = (took(&few, 8), took(&many, 1));
        eprintln!("{}: {short:?}, {long:?}", server.name());
        let most = short * 3 + Duration::from_millis(20);
        assert!(long < most, "{}: {short:?}, {long:?}", server.name());
    }
}
