//! Policies at hosts that nobody runs but their makers, by what these publish to run at home: an emulator, or the parts of
//! it that read the file and find what speaks on a path. What lies there is not asked about.

use conformance::framework::Kind;
use conformance::peer;
use crosscheck::server::Config;
use crosscheck::server::Rule;
use crosscheck_export::Server;

use crate::exported::in_code::answers;
use crate::exported::policies::Named;
use crate::exported::policies::policies;

/// Azure Storage: an account for each policy.
#[test]
fn azurite_answers_as_the_policy_does_or_as_was_said() {
    let app = ("app.mjs", include_str!("apps/azurite.mjs"));
    answers(Kind::Emulator(peer::AZURITE), Server::Azure, &[app], &[], 23, policies());
}

#[test]
fn netlify_answers_as_the_policy_does_or_as_was_said() {
    let app = ("app.mjs", include_str!("apps/netlify.mjs"));
    answers(Kind::Emulator(peer::NETLIFY), Server::Netlify, &[app], &WITH_VARY, 23, of_files());
}

#[test]
fn files_at_cloudflare_answer_as_the_policy_does_or_as_was_said() {
    let app = ("app.mjs", include_str!("apps/cloudflare_files.mjs"));
    let kind = Kind::Emulator(peer::MINIFLARE);
    answers(kind, Server::CloudflarePages, &[app], &WITH_VARY, 23, of_files());
}

/// It reads a hundred rules, two for each path, and leaves the others out.
#[test]
fn files_at_cloudflare_have_no_more_rules_than_are_read() {
    let rules = (0..60).map(|number| Rule {
        paths: vec![format!("/p{number}")],
        origins: vec!["*".into()],
        ..Rule::default()
    });
    let many = Config { rules: rules.collect(), ..Config::new().origins(["https://app.example"]) };
    let app = ("app.mjs", include_str!("apps/cloudflare_files.mjs"));
    let kind = Kind::Emulator(peer::MINIFLARE);
    let policies = vec![("sixty paths", many)];
    answers(kind, Server::CloudflarePages, &[app], &WITH_VARY, 97, policies);
}

#[test]
fn azure_static_web_apps_answer_as_the_policy_does_or_as_was_said() {
    let app = ("app.mjs", include_str!("apps/static_web_apps.mjs"));
    let kind = Kind::Emulator(peer::STATIC_WEB_APPS);
    answers(kind, Server::StaticWebApps, &[app], &WITH_VARY, 23, of_files());
}

#[test]
fn vercel_answers_as_the_policy_does_or_as_was_said() {
    let app = ("app.mjs", include_str!("apps/vercel.mjs"));
    answers(Kind::Emulator(peer::VERCEL), Server::Vercel, &[app], &[], 11, of_files());
}

/// Who says the same to everybody needs no `Vary`; it is left to what lies there, and not compared.
const WITH_VARY: [(&str, &str); 1] =
    [("vary", "origin, access-control-request-method, access-control-request-headers")];

/// And what is special to files: what is said above reaches below, and signs in a path may be a pattern.
fn of_files() -> Vec<Named> {
    let above = Config::new()
        .origins(["https://app.example"])
        .credentials(true)
        .methods(["PUT"])
        .request_headers(["x-token"])
        .expose_headers(["x-total"])
        .max_age(600);
    let rule = |path: &str, origin: &str| Rule {
        paths: vec![path.into()],
        origins: vec![origin.into()],
        ..Rule::default()
    };
    let below = Config {
        rules: vec![rule("/public", "*"), rule("/public/own", "https://own.example")],
        ..above.clone()
    };
    let signs = Config { rules: vec![rule("/users:batch", "https://batch.example")], ..above };
    let mut all = policies();
    all.extend([("less below than above", below), ("a path with a colon", signs)]);
    all
}
