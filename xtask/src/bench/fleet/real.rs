//! Twenty Envoys and one server: what is changed reaches all of them, what is wrong none, and no page is ever
//! answered by what was not pushed.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use anyhow::Context;
use anyhow::ensure;
use conformance::envoy::Envoy;
use conformance::envoy::Setup;
use conformance::envoy::fleet;
use serde_json::json;

use super::network;
use super::served::CHANGES;
use super::served::ORIGIN;
use super::served::Served;
use super::served::change_of;
use super::served::policy;
use crate::command::told;

pub(super) const ENVOYS: u8 = 20;
/// Of so many one thread asks each by turns, on a connection for each request.
const ENVOYS_OF_ONE: usize = 5;

/// What was seen.
pub(super) struct Seen {
    /// Of each change, until all answered by it, while nobody else asked.
    pub(super) quiet: Vec<Duration>,
    /// The same under load.
    pub(super) loaded: Vec<Duration>,
    /// How many requests of the load were answered, each by a policy that was in force then.
    pub(super) answered: usize,
}

pub(super) fn run(release: &Path) -> anyhow::Result<Seen> {
    told(&format!("{ENVOYS} Envoys"));
    let own = network::is_here();
    let at = if own { network::SERVER } else { std::net::Ipv4Addr::LOCALHOST.into() };
    let mut served = Served::start(release, at)?;
    let direct = json!({ "match": { "prefix": "/" }, "direct_response": { "status": 200 } });
    let mut envoys = Vec::new();
    for number in 0..ENVOYS {
        let api = if number % 2 == 0 { "GRPC" } else { "DELTA_GRPC" };
        let host = own.then(|| network::host(number)).transpose()?;
        let asks = fleet(&format!("envoy-{number}"), served.address, api, None);
        let setup = Setup { host, routes: vec![direct.clone()], ..asks };
        envoys.push(Envoy::start_or_skip(served.address, &setup).context("Envoy is needed")?);
    }
    let all_are_current = |served: &Served| {
        served.until("all are current", |status| status["groups"]["default"]["in_force"] == ENVOYS)
    };
    all_are_current(&served)?;
    let half = CHANGES / 2;
    let quiet = (1..=half).map(|number| change(&served, &envoys, number));
    let quiet = quiet.collect::<anyhow::Result<Vec<_>>>()?;

    // From here on pages ask all the while. Each number is that of a change that may be in force.
    told("the same under load");
    let (is_over, newest) = (AtomicBool::new(false), AtomicUsize::new(half));
    thread::scope(|scope| {
        let loads = envoys.chunks(ENVOYS_OF_ONE);
        let loads = loads.map(|some| scope.spawn(|| load(some, half, &newest, &is_over)));
        let loads: Vec<_> = loads.collect();
        let seen = (|| {
            let mut loaded = Vec::new();
            for number in half + 1..=CHANGES {
                // It may be there from now on.
                newest.store(number, Ordering::SeqCst);
                loaded.push(change(&served, &envoys, number)?);
            }
            told("what is wrong, or widens, changes nothing");
            let widens = "[cors]\norigins = [\"https://app.example\", \"https://evil.example\"]\n";
            for (bad, found) in [("[cors", "mistakes"), (widens, "may do more"), ("", "mistakes")] {
                served.put(bad)?;
                served.until(found, |status| status["problems"].to_string().contains(found))?;
                ensure!(all_answer_by(&envoys, CHANGES)?, "{bad} came into force");
            }
            told("killed, and started anew beside a policy that widens");
            served.put(widens)?;
            let before = updates(&envoys);
            served.kill()?;
            ensure!(all_answer_by(&envoys, CHANGES)?, "without the server another policy holds");
            served.start_again()?;
            all_are_current(&served)?;
            ensure!(updates(&envoys) == before, "a server that was started anew pushed something");
            ensure!(all_answer_by(&envoys, CHANGES)?, "with it anew another policy holds");
            Ok(loaded)
        })();
        is_over.store(true, Ordering::SeqCst);
        let mut answered = 0;
        for load in loads {
            answered += load.join().ok().context("the load failed")??;
        }
        Ok(Seen { quiet, loaded: seen?, answered })
    })
}

/// Puts a policy into the folder. Out: how long it took until every Envoy answered by it.
fn change(served: &Served, envoys: &[Envoy], number: usize) -> anyhow::Result<Duration> {
    let since = served.put(&policy(number))?;
    let mut waiting: Vec<&Envoy> = envoys.iter().collect();
    while !waiting.is_empty() {
        ensure!(since.elapsed() < Duration::from_secs(120), "change {number} never came");
        let mut still = Vec::new();
        for envoy in waiting {
            if answered_by(envoy)? != number {
                still.push(envoy);
            }
        }
        waiting = still;
    }
    Ok(since.elapsed())
}

fn all_answer_by(envoys: &[Envoy], number: usize) -> anyhow::Result<bool> {
    for envoy in envoys {
        if answered_by(envoy)? != number {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The change by whose policy a page is answered; fails where it is none's.
fn answered_by(envoy: &Envoy) -> anyhow::Result<usize> {
    let answer = envoy.ask("GET", "/", &[("origin", ORIGIN)]);
    ensure!(answer.status == 200, "a request was lost: {answer:?}");
    let (origin, exposed) = (
        answer.value("access-control-allow-origin"),
        answer.value("access-control-expose-headers"),
    );
    ensure!(origin == ORIGIN, "a policy that was never pushed: {answer:?}");
    change_of(&exposed).with_context(|| format!("a policy that was never pushed: {answer:?}"))
}

/// Asks some Envoys by turns until it is over. Out: how many requests were answered, each Envoy's by the same
/// policy as before, or a newer one that was put there.
fn load(
    envoys: &[Envoy],
    first: usize,
    newest: &AtomicUsize,
    is_over: &AtomicBool,
) -> anyhow::Result<usize> {
    let mut before = vec![first; envoys.len()];
    let mut answered = 0;
    while !is_over.load(Ordering::SeqCst) {
        for (envoy, before) in envoys.iter().zip(&mut before) {
            let number = answered_by(envoy)?;
            let newest = newest.load(Ordering::SeqCst);
            ensure!((*before..=newest).contains(&number), "{number} of {before} to {newest}");
            *before = number;
            answered += 1;
        }
    }
    Ok(answered)
}

/// How often each Envoy has taken a policy.
fn updates(envoys: &[Envoy]) -> Vec<Option<u64>> {
    let name = "extension_config_discovery.http_filter.crosscheck.update_success";
    envoys.iter().map(|envoy| envoy.statistic(name)).collect()
}

/// The median and the most of some times, in milliseconds.
pub(super) fn median_and_most(times: &[Duration]) -> (u128, u128) {
    let mut times = times.to_vec();
    times.sort_unstable();
    let at = |place: usize| times.get(place).map_or(0, Duration::as_millis);
    (at(times.len() / 2), at(times.len().saturating_sub(1)))
}
