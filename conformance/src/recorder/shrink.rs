//! From a disagreement to the smallest scenario that still shows it.

use crosscheck::agent::api::Api;
use crosscheck::scenario::Scenario;

/// Drops and simplifies parts of a scenario as long as it keeps what `shows` asks for.
///
/// In: a scenario; a judge of many candidates at once, since a browser runs a batch as fast as one.
pub fn shrink(
    scenario: &Scenario,
    mut shows: impl FnMut(&[Scenario]) -> anyhow::Result<Vec<bool>>,
) -> anyhow::Result<Scenario> {
    let mut best = scenario.clone();
    // Each round takes the first candidate that still shows it; a round without one is the last.
    for _ in 0..MOST_ROUNDS {
        let candidates = smaller(&best);
        let judged = shows(&candidates)?;
        let Some(found) = judged.iter().position(|shows| *shows) else { break };
        best = candidates.into_iter().nth(found).unwrap_or(best);
    }
    Ok(best)
}

/// Every scenario that lacks one part, the largest parts first.
fn smaller(scenario: &Scenario) -> Vec<Scenario> {
    let mut found = Vec::new();
    let mut with = |change: &dyn Fn(&mut Scenario)| {
        let mut smaller = scenario.clone();
        change(&mut smaller);
        if smaller != *scenario {
            smaller.id = format!("{}.{}", base(&scenario.id), found.len());
            rename(&mut smaller, &scenario.id);
            found.push(smaller);
        }
    };
    if scenario.steps.len() > 1 {
        for step in 0..scenario.steps.len() {
            with(&|s| drop(s.steps.remove(step)));
        }
    }
    for rule in 0..scenario.server.len() {
        with(&|s| drop(s.server.remove(rule)));
    }
    for step in 0..scenario.steps.len() {
        for header in 0..scenario.steps[step].headers.len() {
            with(&|s| drop(s.steps[step].headers.remove(header)));
        }
        with(&|s| s.steps[step].body = None);
        with(&|s| s.steps[step].mode = None);
        with(&|s| s.steps[step].credentials = None);
        with(&|s| s.steps[step].redirect = None);
        with(&|s| s.steps[step].crossorigin = None);
        with(&|s| s.steps[step].upload_listener = false);
        with(&|s| s.steps[step].wait_ms = 0);
        with(&|s| s.steps[step].method = Some("GET".into()));
        with(&|s| s.steps[step].api = Api::Fetch);
    }
    for rule in 0..scenario.server.len() {
        for header in 0..scenario.server[rule].headers.len() {
            with(&|s| drop(s.server[rule].headers.remove(header)));
            with(&|s| s.server[rule].headers[header].1 = "*".into());
        }
        let is_redirect = (300..=399).contains(&scenario.server[rule].status);
        with(&|s| s.server[rule].status = if is_redirect { 302 } else { 200 });
        with(&|s| s.server[rule].body.clear());
    }
    found
}

fn base(id: &str) -> &str {
    id.split('.').next().unwrap_or_default()
}

/// Moves a scenario to URLs of its own.
fn rename(scenario: &mut Scenario, old: &str) {
    let (old, new) = (format!("/s/{old}/"), format!("/s/{}/", scenario.id));
    for step in &mut scenario.steps {
        step.url = step.url.replace(&old, &new);
    }
    for rule in &mut scenario.server {
        rule.path = rule.path.replace(&old, &new);
        for (_, value) in &mut rule.headers {
            *value = value.replace(&old, &new);
        }
    }
}

const MOST_ROUNDS: usize = 60;

#[cfg(test)]
mod tests {
    use super::super::generate;
    use super::*;

    #[test]
    fn what_remains_is_what_matters() {
        let has_put = |s: &Scenario| s.steps.iter().any(|t| t.method.as_deref() == Some("PUT"));
        let scenarios = generate(1, 200);
        let start =
            scenarios.iter().find(|s| has_put(s) && s.steps.len() > 2).expect("there is one");
        let judge = |all: &[Scenario]| Ok(all.iter().map(has_put).collect());
        let small = shrink(start, judge).expect("the judge does not fail");
        assert_eq!((small.steps.len(), small.server.len()), (1, 0));
        assert!(small.steps[0].headers.is_empty());
        assert_eq!(small.steps[0].method.as_deref(), Some("PUT"));
    }

    #[test]
    fn the_same_seed_makes_the_same_scenarios() {
        assert_eq!(generate(7, 50), generate(7, 50));
        assert_ne!(generate(7, 50)[..10], generate(8, 50)[..10]);
    }
}
