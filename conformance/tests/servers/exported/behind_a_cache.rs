//! A shared cache in front of each server: no page gets an answer that was made for another.
//!
//! The cache keeps all that it may, for a minute, and reads `Vary`. Pages of every kind that a policy tells apart
//! ask for the same few URLs by turns, and who sends no `Origin` does, too; each answer is what the policy
//! decides for whoever asked, kept or fresh.

use std::any::Any;
use std::net::SocketAddr;
use std::path::Path;

use conformance::front::Front;
use conformance::front::Kind;
use conformance::varnish::Varnish;
use crosscheck::server::Policy;
use crosscheck_export::Effect;
use crosscheck_export::Server;
use crosscheck_export::export;

use crate::exported::ask::APPLICATION;
use crate::exported::ask::Subject;
use crate::exported::ask::reads;
use crate::exported::ask::upstream;
use crate::exported::policies::policies;
use crate::exported::put_in_place;

#[test]
fn nginx_hands_no_page_an_answer_that_was_made_for_another() {
    no_page_gets_an_answer_that_was_made_for_another(&POLICIES, |behind| {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = Front::start_or_skip(Kind::Nginx, behind, &cache(folder.path()))?;
        Some((cache.address().to_owned(), Box::new((cache, folder))))
    });
}

#[test]
fn varnish_hands_no_page_an_answer_that_was_made_for_another() {
    // It compiles what it is told at every start.
    no_page_gets_an_answer_that_was_made_for_another(&POLICIES[1..], |behind| {
        let cache = Varnish::start_or_skip(behind)?;
        Some((cache.address().to_owned(), Box::new(cache)))
    });
}

/// A cache's address, and what runs for as long as it lives.
type Cache = (String, Box<dyn Any>);

fn no_page_gets_an_answer_that_was_made_for_another(
    named: &[&str],
    start: impl Fn(SocketAddr) -> Option<Cache>,
) {
    let upstream = upstream();
    for (kind, server) in [
        (Kind::Nginx, Server::Nginx),
        (Kind::Apache, Server::Apache),
        (Kind::Caddy, Server::Caddy),
        (Kind::Haproxy, Server::Haproxy),
        (Kind::Envoy, Server::Envoy),
    ] {
        let (mut asked, mut kept) = (0, 0);
        for (name, config) in policies().into_iter().filter(|(name, _)| named.contains(name)) {
            let policy = Policy::new(&config).expect(name);
            let (parts, _lists) = put_in_place(&export(&policy, server).expect("it is known"));
            let Some(front) = Front::start_or_skip(kind, upstream, &parts) else { return };
            let behind = front.address().trim_start_matches("http://").parse().expect("an address");
            let Some((address, _runs)) = start(behind) else { return };
            let subject =
                Subject { address, host: None, status_of_failures: 502, application: &APPLICATION };
            let reads = reads(&policy);
            // Those that come later find what was kept for those before, and the other way round.
            for ask in reads.iter().chain(reads.iter().rev()) {
                asked += 1;
                match ask.compare(&policy, &subject) {
                    Ok(was_kept) => kept += usize::from(was_kept),
                    Err(difference) => {
                        // Envoy says less than some of the policies, cache or not.
                        let most =
                            if kind == Kind::Envoy { Effect::Narrower } else { Effect::Costs };
                        let is_right = difference.effect() <= most;
                        assert!(is_right, "{}, {name}: {difference:?}", server.name());
                    }
                }
            }
        }
        eprintln!("{}: asked {asked}, of which the cache answered {kept}", server.name());
        assert!(kept * 5 > asked, "{}: {kept} of {asked}", server.name());
    }
}

const POLICIES: [&str; 3] = ["everybody", "two origins that may do different things", "two paths"];

/// nginx as a cache: in `http { }`, and in the location.
fn cache(folder: &Path) -> [String; 2] {
    let http = format!("proxy_cache_path {} keys_zone=answers:1m;\n", folder.display());
    let location = "proxy_http_version 1.1;\nproxy_cache answers;\nproxy_cache_valid any 1m;\nadd_header X-Cache \
                    $upstream_cache_status always;\n";
    [http, location.into()]
}
