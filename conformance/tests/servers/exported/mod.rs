//! Policies as configurations of real servers, each asked what the policy is asked.
//!
//! Every server that can be run here gets every policy, as `crosscheck export` writes it, and is asked
//! for every kind of origin that the policy tells apart, for near misses of them, on every path and beside
//! it, with methods and headers that are allowed and that are not. Each answer is as the policy decides, header
//! by header; or the export's losses have said that it will not be.

mod ask;
mod behind_a_cache;
mod gateway_cases;
mod in_cloudformation;
mod in_code;
mod in_emulators;
mod in_kubernetes;
mod in_rust;
mod layers;
mod policies;

use std::fs;

use conformance::front::Front;
use conformance::front::Kind;
use crosscheck::server::Config;
use crosscheck::server::Danger;
use crosscheck::server::Policy;
use crosscheck_export::ConfigFile;
use crosscheck_export::Effect;
use crosscheck_export::Export;
use crosscheck_export::LossKind;
use crosscheck_export::Server;
use crosscheck_export::export;
use tempfile::TempDir;

use crate::exported::ask::APPLICATION;
use crate::exported::ask::Ask;
use crate::exported::ask::Difference;
use crate::exported::ask::Subject;
use crate::exported::ask::asks;
use crate::exported::ask::upstream;
use crate::exported::policies::policies;

#[test]
fn nginx_answers_as_the_policy_does() {
    answers_as_the_policy_does(Kind::Nginx, Server::Nginx);
}

#[test]
fn apache_answers_as_the_policy_does() {
    answers_as_the_policy_does(Kind::Apache, Server::Apache);
}

#[test]
fn haproxy_answers_as_the_policy_does() {
    answers_as_the_policy_does(Kind::Haproxy, Server::Haproxy);
}

#[test]
fn caddy_answers_as_the_policy_does() {
    answers_as_the_policy_does(Kind::Caddy, Server::Caddy);
}

#[test]
fn envoy_answers_as_the_policy_does() {
    answers_as_the_policy_does(Kind::Envoy, Server::Envoy);
}

/// The same as resources, from a file that Envoy watches.
#[test]
fn envoy_answers_as_the_policy_does_by_resources() {
    answers_as_the_policy_does(Kind::EnvoyByFiles, Server::Envoy);
}

/// Envoy takes an expression of a hundred steps; of a longer one it says so and does not start.
#[test]
fn envoy_starts_with_patterns_of_any_length() {
    let long = "a-label-of-no-less-than-fifty-bytes-which-is-allowed";
    let origins = [
        format!("https://*.{long}.example"),
        format!("https://*.{long}.{long}.example"),
        format!("https://{long}.example:*"),
        "https://preview-*.some-company-of-a-middling-name.example:8000-8999".into(),
        "http://10.32.0.0/11:*".into(),
        "moz-extension://*".into(),
        "loopback".into(),
    ];
    let config = Config {
        danger: Danger {
            whole_schemes: true,
            address_ranges: true,
            insecure_origins: true,
            ..Danger::default()
        },
        ..Config::new().origins(origins)
    };
    let policy = Policy::new(&config).expect("a policy");
    let export = export(&policy, Server::Envoy).expect("it can be written for");
    let told: Vec<&str> = export.losses.iter().map(|loss| loss.text.as_str()).collect();
    let too_long = |text: &&&str| text.contains("is longer than it takes");
    assert_eq!(told.iter().filter(too_long).count(), 1, "{told:?}");
    let (parts, _lists) = put_in_place(&export);
    let Some(front) = Front::start_or_skip(Kind::Envoy, upstream(), &parts) else { return };
    let address = front.address().to_owned();
    let subject =
        Subject { address, host: None, status_of_failures: 503, application: &APPLICATION };
    let mut count = Count::default();
    count.add("long patterns", &policy, &export, &subject, 1);
    assert!(count.asked > 100, "{count:?}");
}

#[test]
fn a_worker_answers_as_the_policy_does() {
    answers_as_the_policy_does(Kind::Cloudflare, Server::Cloudflare);
}

fn answers_as_the_policy_does(kind: Kind, server: Server) {
    let upstream = upstream();
    let mut count = Count::default();
    for (name, config) in policies() {
        let policy = Policy::new(&config).expect(name);
        let export = export(&policy, server).expect("it can be written for");
        let (parts, _lists) = put_in_place(&export);
        let Some(front) = Front::start_or_skip(kind, upstream, &parts) else { return };
        let address = front.address().to_owned();
        let is_envoy = [Kind::Envoy, Kind::EnvoyByFiles].contains(&kind);
        let status_of_failures = if is_envoy { 503 } else { 502 };
        let subject =
            Subject { address, host: None, status_of_failures, application: &APPLICATION };
        let one_in = if is_envoy || kind == Kind::Cloudflare { 5 } else { 1 };
        count.add(name, &policy, &export, &subject, one_in);
    }
    count.tell(server);
}

/// How many requests were made, and how many were answered otherwise than the policy decides.
#[derive(Debug, Default)]
struct Count {
    asked: usize,
    differ: usize,
    /// How many of these change what a page may do.
    matter: usize,
}

impl Count {
    /// Asks a server under a policy, one in so many of all that there is to ask. Panics at an answer that
    /// differs in a way that was not said.
    fn add(
        &mut self,
        name: &str,
        policy: &Policy,
        export: &Export,
        subject: &Subject,
        one_in: usize,
    ) {
        for ask in asks(policy).into_iter().step_by(one_in) {
            self.asked += 1;
            let Err(difference) = ask.compare(policy, subject) else { continue };
            self.differ += 1;
            self.matter += usize::from(difference.effect() > Effect::Costs);
            let losses = export.losses.iter().filter(|loss| is_about(loss.kind, &ask, &difference));
            // Who is told of the worse is told of the lesser.
            let is_said = losses.map(|loss| loss.effect).any(|said| said >= difference.effect());
            let files: Vec<&str> = export.files.iter().map(|file| file.text.as_str()).collect();
            assert!(is_said, "{name}: {difference:?}\n{}", files.join("\n---\n"));
        }
    }

    fn tell(&self, server: Server) {
        let most = match server {
            // Storage has one list of origins, and lets credentials pass; Spring 4 refuses without `Vary`.
            Server::Azure | Server::Spring => self.asked / 4,
            _ => self.asked / 10,
        };
        let Self { asked, differ, matter } = self;
        let told = format!(
            "asked {asked}, {differ} otherwise than the policy, {matter} to a page, each as was said"
        );
        eprintln!("{}: {told}", server.name());
        assert!(*matter < most, "{told}");
    }
}

/// The texts that go into the server's configuration, and the folder of the lists that they name.
fn put_in_place(export: &Export) -> (Vec<String>, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let (lists, parts): (Vec<&ConfigFile>, Vec<&ConfigFile>) =
        export.files.iter().partition(|file| file.name.ends_with(".lst"));
    for list in lists {
        fs::write(folder.path().join(&list.name), &list.text).expect("it is written");
    }
    let here = format!("{}/", folder.path().display());
    let parts = parts
        .iter()
        .map(|file| file.text.replace("/etc/haproxy/", &here).replace("CLUSTER", "application"));
    (parts.collect(), folder)
}

/// Whether a kind of loss speaks of what was asked.
fn is_about(kind: LossKind, ask: &Ask, difference: &Difference<'_>) -> bool {
    // Some servers take capitals for small letters.
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'/';
    match kind {
        LossKind::AmbiguousPath => !ask.path.bytes().all(is_plain) || ask.path.contains("//"),
        LossKind::ResolvedPath => ask.path.contains("/../"),
        LossKind::UncheckedPreflight | LossKind::Methods | LossKind::MaxAge => ask.is_options(),
        LossKind::OwnAnswers => difference.is_of_the_server(),
        LossKind::Credentials
        | LossKind::Paths
        | LossKind::RulesByOrigin
        | LossKind::Origins
        | LossKind::RequestHeaders
        | LossKind::OtherHeaders
        | LossKind::Vary => true,
        _ => false,
    }
}
