//! Policies as configurations of real servers, each asked what the policy is asked.
//!
//! Every server that can be run here gets every policy, as `crosscheck export` writes it, and is asked
//! for every kind of origin that the policy tells apart, for near misses of them, on every path and beside
//! it, with methods and headers that are allowed and that are not. Each answer is as the policy decides, header
//! by header; or the export's losses have said that it will not be.

mod ask;
mod policies;

use std::fs;

use conformance::front::Front;
use conformance::front::Kind;
use crosscheck::server::Policy;
use crosscheck_export::ConfigFile;
use crosscheck_export::Export;
use crosscheck_export::LossKind;
use crosscheck_export::Server;
use crosscheck_export::export;
use tempfile::TempDir;

use crate::exported::ask::Ask;
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

fn answers_as_the_policy_does(kind: Kind, server: Server) {
    let upstream = upstream();
    let (mut asked, mut differ) = (0, 0);
    for (name, config) in policies() {
        let policy = Policy::new(&config).expect(name);
        let export = export(&policy, server).expect("it can be written for");
        let (parts, _lists) = put_in_place(&export);
        let Some(front) = Front::start_or_skip(kind, upstream, &parts) else { return };
        for ask in asks(&policy) {
            asked += 1;
            let Err(difference) = ask.compare(&policy, front.address()) else { continue };
            differ += 1;
            let losses = export.losses.iter().filter(|loss| is_about(loss.kind, &ask));
            let is_said =
                losses.map(|loss| loss.effect).any(|effect| effect == difference.effect());
            assert!(is_said, "{name}: {ask:?}\n{difference:?}\n{}", parts.join("\n---\n"));
        }
    }
    let told = format!("asked {asked}, {differ} otherwise than the policy, each as was said");
    eprintln!("{}: {told}", kind.name());
    assert!(differ * 10 < asked, "{told}");
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
    (parts.iter().map(|file| file.text.replace("/etc/haproxy/", &here)).collect(), folder)
}

/// Whether a kind of loss speaks of what was asked.
fn is_about(kind: LossKind, ask: &Ask) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'/';
    kind == LossKind::AmbiguousPath && !ask.path.bytes().all(is_plain)
}
