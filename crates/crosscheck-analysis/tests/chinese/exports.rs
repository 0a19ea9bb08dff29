//! What an export loses, and where its files belong.

#[path = "../../../../conformance/tests/servers/exported/policies.rs"]
mod policies;

use std::collections::BTreeSet;

use crosscheck::catalog::Language;
use crosscheck::server::Config;
use crosscheck::server::Danger;
use crosscheck::server::Policy;
use crosscheck::server::ResourcePolicy;
use crosscheck::server::Rule;
use crosscheck_analysis::chinese::in_chinese;
use crosscheck_analysis::policies::exported;
use crosscheck_export::Server;
use crosscheck_export::export;
use crosscheck_export::exported_servers;

#[test]
fn no_loss_and_no_place_is_said_in_english_alone() {
    let named = policies::policies().into_iter().map(|(_, config)| config);
    let mut said = BTreeSet::new();
    for config in named.chain(more()) {
        let policy = Policy::new(&config).expect("a policy");
        for server in exported_servers() {
            let export = export(&policy, server).expect("it can be written for");
            for loss in export.losses {
                said.extend([loss.effect.name().to_owned(), loss.text]);
            }
            said.extend(export.files.iter().map(|file| file.place.to_owned()));
        }
    }
    let missed: Vec<&String> = said.iter().filter(|text| in_chinese(text).is_none()).collect();
    assert!(missed.is_empty(), "{missed:#?}");
    assert!(said.len() > 130, "{} are all that could be found", said.len());
}

#[test]
fn losses_are_told_in_both_languages() {
    let [mut config, ..] = more();
    config.origins.push("https://*.a.example".into());
    let policy = Policy::new(&config).expect("a policy");
    let export = export(&policy, Server::Gcs).expect("it can be written for");
    let [english, chinese] = [Language::English, Language::Chinese]
        .map(|language| exported::talk(&export.losses, language).letters().to_owned());
    let pattern = "narrower: it has no such patterns: who is let in by one is refused (/)";
    assert!(english.lines().any(|line| line == pattern), "{english}");
    let pattern = "更严：它没有这种通配：靠通配放行的源会被拒绝（/）";
    assert!(chinese.lines().any(|line| line == pattern), "{chinese}");
    assert_eq!(english.lines().count(), chinese.lines().count());
    let place = exported::place(&export.files[0], Language::Chinese);
    assert_eq!(place, "gcloud storage buckets update gs://BUCKET --cors-file=cors.json");
}

/// What the others lack: lists that are too long, too old, or that few servers can write.
fn more() -> [Config; 7] {
    let list = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>();
    let many = |count: usize| (0..count).map(|number| format!("https://a{number}.example"));
    let base = Config { origins: list(&["https://a.example"]), ..Config::default() };
    let danger = Danger { null_origin: true, file_origin: true, ..Danger::default() };
    let of_path = |number| Rule {
        paths: vec![format!("/a{number}")],
        origins: list(&["https://a.example"]),
        ..Rule::default()
    };
    let label = "a".repeat(60);
    [
        Config {
            resource_policy: Some(ResourcePolicy::CrossOrigin),
            expose_timing: true,
            max_age: Some(0),
            ..base.clone()
        },
        Config { origins: many(600).collect(), credentials: true, ..base.clone() },
        Config {
            origins: list(&["null", "file://", "https://[::1]", "app://x"]),
            danger,
            ..base.clone()
        },
        Config {
            origins: list(&["*"]),
            methods: list(&["*"]),
            request_headers: list(&["*"]),
            ..base.clone()
        },
        Config { methods: list(&["PATCH", "MERGE", "FOO"]), origin_source: true, ..base.clone() },
        Config { rules: (0..300).map(of_path).collect(), ..base.clone() },
        Config {
            origins: vec![
                format!("https://**.{label}.{label}.{label}.example:*"),
                "https://*.b.example".into(),
            ],
            rules: vec![Rule { paths: list(&["/a"]), ..of_path(1) }, of_path(2)],
            ..base
        },
    ]
}
