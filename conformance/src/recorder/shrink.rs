//! From a disagreement to the smallest scenario that still shows it.

use std::time::Duration;
use std::time::Instant;

use crosscheck::agent::api::Api;
use crosscheck::scenario::Context;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Settings;
use crosscheck::scenario::Step;
use crosscheck::wire::Origin;

/// Drops and simplifies parts of a scenario as long as it keeps what `shows` asks for.
///
/// In: a scenario; a judge of many candidates at once, since to open a browser takes longer than to run
/// a batch. Out: the smallest that was found within two minutes and the round that was under way then.
pub fn shrink(
    scenario: &Scenario,
    mut shows: impl FnMut(&[Scenario]) -> anyhow::Result<Vec<bool>>,
) -> anyhow::Result<Scenario> {
    let mut best = scenario.clone();
    let start = Instant::now();
    for _ in 0..MOST_ROUNDS {
        // A long story with waits in it takes minutes a round.
        if start.elapsed() > LONGEST {
            break;
        }
        let changes = changes(&best);
        let alone: Vec<Scenario> =
            changes.iter().enumerate().map(|(at, change)| changed(&best, at, &[change])).collect();
        let judged = shows(&alone)?;
        let harmless: Vec<&Change> =
            changes.iter().zip(&judged).filter(|(_, shows)| **shows).map(|(c, _)| c).collect();
        let Some(first) = judged.iter().position(|shows| *shows) else { break };
        // What each part is not needed for, all of them may be, or half of them.
        let half = &harmless[..harmless.len().div_ceil(2)];
        let together = [changed(&best, 0, &harmless), changed(&best, 1, half)];
        let found = match harmless.len() {
            1 => None,
            _ => shows(&together)?.iter().position(|shows| *shows),
        };
        best = match found {
            Some(found) => together.into_iter().nth(found),
            None => alone.into_iter().nth(first),
        }
        .unwrap_or(best);
    }
    Ok(best)
}

type Change = Box<dyn Fn(&mut Scenario)>;

/// The scenario after changes, under a name of its own.
fn changed(scenario: &Scenario, number: usize, changes: &[&Change]) -> Scenario {
    let mut changed = scenario.clone();
    // The last first: what a change counts by, a later one has not moved.
    changes.iter().rev().for_each(|change| change(&mut changed));
    let base = scenario.id.split(CANDIDATE).next().unwrap_or_default();
    renamed(&changed, &format!("{base}{CANDIDATE}{number}"))
}

/// Everything that can be taken away or made plainer, the largest parts first.
fn changes(scenario: &Scenario) -> Vec<Change> {
    let mut found: Vec<Change> = Vec::new();
    if scenario.steps.len() > 1 {
        for at in 0..scenario.steps.len() {
            // One has to stay, however many could go.
            found.push(Box::new(move |s| drop((s.steps.len() > 1).then(|| s.steps.remove(at)))));
        }
    }
    for at in 0..scenario.server.len() {
        found.push(Box::new(move |s| drop(s.server.remove(at))));
    }
    // What its user decided of the page, and where hosts are, holds for all candidates at once.
    found.push(Box::new(|s| s.settings = Settings::default()));
    for at in 0..scenario.page_headers.len() {
        found.push(Box::new(move |s| drop(s.page_headers.remove(at))));
    }
    for (at, step) in scenario.steps.iter().enumerate() {
        for header in 0..step.headers.len() {
            found.push(Box::new(move |s| drop(s.steps[at].headers.remove(header))));
        }
        for change in OF_A_STEP {
            found.push(Box::new(move |s| change(&mut s.steps[at])));
        }
    }
    for (at, route) in scenario.server.iter().enumerate() {
        for header in 0..route.headers.len() {
            found.push(Box::new(move |s| drop(s.server[at].headers.remove(header))));
            if route.headers[header].0.to_ascii_lowercase().starts_with("access-control-allow") {
                found.push(Box::new(move |s| s.server[at].headers[header].1 = "*".into()));
            }
        }
        for change in OF_A_ROUTE {
            found.push(Box::new(move |s| change(&mut s.server[at])));
        }
    }
    found.retain(|change| {
        let mut smaller = scenario.clone();
        change(&mut smaller);
        smaller != *scenario
    });
    found
}

const OF_A_STEP: [fn(&mut Step); 17] = [
    |s| s.context = Context::Top,
    |s| s.body = None,
    |s| s.mode = None,
    |s| s.credentials = None,
    |s| s.redirect = None,
    |s| s.cache = None,
    |s| s.referrer_policy = None,
    |s| s.keepalive = false,
    |s| s.target_address_space = None,
    |s| s.integrity = None,
    |s| s.crossorigin = None,
    |s| s.module = false,
    |s| s.allow = None,
    |s| s.upload_listener = false,
    |s| s.wait_ms = 0,
    |s| s.method = s.method.as_ref().map(|_| "GET".into()),
    |s| {
        // Other APIs have URLs that `fetch` has not, or none.
        if s.url.starts_with("http") {
            s.api = Api::Fetch;
        }
    },
];

const OF_A_ROUTE: [fn(&mut Route); 6] = [
    |r| r.when.clear(),
    |r| r.times = None,
    |r| r.ranges = false,
    |r| r.delay_ms = 0,
    |r| {
        r.status = match r.status {
            101 => 101,
            300..=399 => 302,
            _ => 200,
        }
    },
    |r| r.body.clear(),
];

/// Moves a scenario to a name of its own, and with it the URLs and hosts that bear it.
fn renamed(scenario: &Scenario, new: &str) -> Scenario {
    let old = &scenario.id;
    let move_text = |text: &mut String| *text = text.replace(old, new);
    let mut moved = scenario.clone();
    let page = moved.page.serialize().replace(old, new);
    moved.page = Origin::parse(&page).unwrap_or(moved.page);
    moved.hosts = moved.hosts.into_iter().map(|(name, at)| (name.replace(old, new), at)).collect();
    for step in &mut moved.steps {
        move_text(&mut step.url);
        let context = Context::parse(&step.context.to_string().replace(old, new));
        step.context = context.unwrap_or(Context::Top);
        step.set.iter_mut().for_each(move_text);
    }
    for route in &mut moved.server {
        move_text(&mut route.origin);
        move_text(&mut route.path);
        route.headers.iter_mut().for_each(|(_, value)| move_text(value));
    }
    moved.id = new.into();
    moved
}

/// What stands between a scenario's name and a candidate's number, as a host may have it.
const CANDIDATE: &str = "zz";

const MOST_ROUNDS: usize = 12;

/// After this long no other round begins.
const LONGEST: Duration = Duration::from_secs(120);

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::super::generate;
    use super::*;

    #[test]
    fn what_remains_is_what_matters() {
        let has_put = |s: &Scenario| s.steps.iter().any(|t| t.method.as_deref() == Some("PUT"));
        let scenarios = generate(1, 200, &[Kind::Loopback]);
        let start =
            scenarios.iter().find(|s| has_put(s) && s.steps.len() > 2).expect("there is one");
        let judge = |all: &[Scenario]| Ok(all.iter().map(has_put).collect());
        let small = shrink(start, judge).expect("the judge does not fail");
        assert_eq!((small.steps.len(), small.server.len()), (1, 0));
        assert!(small.steps[0].headers.is_empty());
        assert_eq!(small.steps[0].method.as_deref(), Some("PUT"));
    }
}
