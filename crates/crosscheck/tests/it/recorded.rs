//! The engine against what real browsers did: `tests/data/README.md` tells what was recorded.
//!
//! A record that no rule explains is listed with the reason, and must go on differing until it is
//! unlisted.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io::Read;

use crosscheck::agent::Profile;
use crosscheck::agent::profile::Evidence;
use crosscheck::scenario::Player;
use crosscheck::scenario::Record;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::StepRecord;
use crosscheck::scenario::WireRequest;
use crosscheck::scenario::compare;
use crosscheck::scenario::console_agrees;
use crosscheck::scenario::play;
use crosscheck::wire::registrable_domain;
use serde_json::Value;

#[test]
fn chromium_does_what_was_recorded() {
    agrees_with_records(&Profile::CHROMIUM, 7_353, &[], 1_836 + 1_652 + 37);
}

#[test]
fn firefox_does_what_was_recorded() {
    let unexplained = [
        // A preflight is made anew a moment after an equal one was remembered: Firefox drops its
        // memory when a host name was looked up again, which no scenario tells.
        "af00020",
    ];
    agrees_with_records(&Profile::FIREFOX, 7_266, &unexplained, 1_853 + 1_662 + 45);
}

#[test]
fn webkit_does_what_was_recorded() {
    agrees_with_records(&Profile::WEBKIT, 7_374, &[], 1_781 + 1_627 + 89);
}

#[test]
fn chromium_does_what_was_recorded_of_its_surroundings() {
    differs_only_as_listed(&Profile::CHROMIUM, "surroundings", &surroundings());
}

#[test]
fn firefox_does_what_was_recorded_of_its_surroundings() {
    differs_only_as_listed(&Profile::FIREFOX, "surroundings", &surroundings());
}

#[test]
fn webkit_does_what_was_recorded_of_its_surroundings() {
    differs_only_as_listed(&Profile::WEBKIT, "surroundings", &surroundings());
}

#[test]
fn chromium_does_what_was_recorded_of_stories() {
    differs_only_as_listed(&Profile::CHROMIUM, "stories", &stories());
}

#[test]
fn firefox_does_what_was_recorded_of_stories() {
    differs_only_as_listed(&Profile::FIREFOX, "stories", &stories());
}

#[test]
fn webkit_does_what_was_recorded_of_stories() {
    differs_only_as_listed(&Profile::WEBKIT, "stories", &stories());
}

#[test]
fn each_browser_does_what_was_recorded_of_pairs_of_requests() {
    for profile in [&Profile::CHROMIUM, &Profile::FIREFOX, &Profile::WEBKIT] {
        differs_only_as_listed(profile, "pairs", &pairs());
    }
}

/// Chromium 131 and 141 and Firefox 140, asked what today's were. What is done otherwise is listed in
/// `tests/data/releases.txt`: of Chromium 131 mostly that it announced requests into the local network by
/// a preflight whose answer did not count yet.
#[test]
fn releases_do_what_was_recorded() {
    let text = unpacked(include_bytes!("../data/releases.jsonl.gz"));
    let (mut differing, mut compared) = (Vec::new(), 0);
    for line in text.lines() {
        let mut line: Value = serde_json::from_str(line).expect("each line is JSON");
        let release = line["release"].take();
        line.as_object_mut().expect("a scenario").remove("release");
        let release = release.as_str().expect("a release");
        let mut player = Player::new(Profile::of_release(release).expect("a release"));
        player.registrable_domain = registrable_domain;
        let scenario: Scenario = serde_json::from_value(line.clone()).expect("a scenario");
        let played = player.play(&scenario, &mut ScriptedServer::new(&scenario.server));
        let agreement = agreement(&line["seen"], &scenario, &played);
        compared += usize::from(agreement.is_some());
        if agreement.is_some_and(|agreement| !agreement.outcome_and_wire) {
            differing.push(format!("{release} {}", scenario.id));
        }
    }
    is_as_listed("releases.txt", &differing, compared);
}

/// Caches, cookies, networks, frames and elements: what the engine does otherwise than a browser is
/// listed in `tests/data/SET.NAME.txt`, one name a line, and the list can only be made shorter: `CROSSCHECK_WRITE=1` writes it anew.
fn differs_only_as_listed(profile: &'static Profile, set: &str, lines: &[Value]) {
    let mut player = Player::new(profile);
    player.registrable_domain = registrable_domain;
    let (mut differing, mut compared) = (Vec::new(), 0);
    for line in lines {
        let scenario: Scenario = serde_json::from_value(line.clone()).expect("a scenario");
        let played = player.play(&scenario, &mut ScriptedServer::new(&scenario.server));
        let agreement = agreement(&line["seen"][profile.name()], &scenario, &played);
        compared += usize::from(agreement.is_some());
        if agreement.is_some_and(|found| !found.outcome_and_wire || !found.metadata) {
            differing.push(scenario.id.clone());
        }
    }
    is_as_listed(&format!("{set}.{}.txt", profile.name()), &differing, compared);
}

/// Holds what differs against a list of `tests/data`, or writes it anew.
fn is_as_listed(list: &str, differing: &[String], compared: usize) {
    let path = format!("{}/tests/data/{list}", env!("CARGO_MANIFEST_DIR"));
    let found = format!("{} of {compared} differ\n{}\n", differing.len(), differing.join("\n"));
    if std::env::var_os("CROSSCHECK_WRITE").is_some() {
        std::fs::write(&path, &found).expect("the list is written");
    }
    let listed = std::fs::read_to_string(&path).expect("a list");
    assert_eq!(found, listed, "{list}: scenarios that differ");
}

fn agrees_with_records(
    profile: &'static Profile,
    scenarios: usize,
    unexplained: &[&str],
    console_texts: usize,
) {
    let (mut compared, mut differing, mut texts) = (0, BTreeSet::new(), 0);
    let mut player = Player::new(profile);
    for (line, starts_a_page) in recorded_lines() {
        if starts_a_page {
            player = Player::new(profile);
        }
        let scenario: Scenario = serde_json::from_value(line.clone()).expect("a scenario");
        let played = player.play(&scenario, &mut ScriptedServer::new(&scenario.server));
        let Some(agreement) = agreement(&line["seen"][profile.name()], &scenario, &played) else {
            continue;
        };
        compared += 1;
        if !agreement.outcome_and_wire {
            differing.insert(scenario.id.clone());
        }
        texts += usize::from(agreement.console == Some(true));
    }
    assert_eq!(compared, scenarios, "{}: scenarios compared", profile.name());
    let unexplained: BTreeSet<String> = unexplained.iter().map(|id| (*id).to_owned()).collect();
    assert_eq!(differing, unexplained, "{}: scenarios that differ", profile.name());
    assert_eq!(texts, console_texts, "{}: console texts that agree", profile.name());
}

#[test]
fn each_difference_between_browsers_is_shown_by_its_scenario() {
    let surroundings = [surroundings(), stories(), pairs()].concat();
    let surroundings = surroundings.into_iter().map(|line| (line, true));
    let of_fetches = recorded_lines().into_iter().map(|(line, _)| (line, false));
    let lines: BTreeMap<String, (Value, bool)> = of_fetches
        .chain(surroundings)
        .map(|(line, around)| (line["id"].as_str().expect("a name").to_owned(), (line, around)))
        .collect();
    let agrees = |profile: &'static Profile, name: &str, line: &(Value, bool)| {
        let (line, is_of_surroundings) = line;
        let scenario: Scenario = serde_json::from_value(line.clone()).expect("a scenario");
        let mut server = ScriptedServer::new(&scenario.server);
        let played = match is_of_surroundings {
            true => {
                let mut player = Player::new(profile);
                player.registrable_domain = registrable_domain;
                player.play(&scenario, &mut server)
            }
            false => play(&scenario, profile, &mut server),
        };
        agreement(&line["seen"][name], &scenario, &played).is_some_and(|found| {
            let rest = match is_of_surroundings {
                true => found.metadata,
                false => found.console != Some(false),
            };
            found.outcome_and_wire && rest
        })
    };
    let mut unshown = Vec::new();
    for difference in Profile::DIFFERENCES {
        for Evidence { browser: name, before, source, .. } in difference.evidence {
            let profile = Profile::named(name).expect("a profile");
            let shown = format!("{name}: {}: {source}", difference.name);
            let Some(line) = lines.get(*source) else {
                let is_told = ["its source: ", "measured: ", "compatibility data: "]
                    .iter()
                    .any(|how| source.starts_with(how));
                assert!(is_told, "{shown}");
                continue;
            };
            assert_eq!(*before, None, "{shown}: what is recorded is today's");
            let without = Box::leak(Box::new(difference.without(profile)));
            if !agrees(profile, name, line) || agrees(without, name, line) {
                unshown.push(shown);
            }
        }
    }
    assert!(unshown.is_empty(), "no longer shown by their scenarios: {unshown:#?}");
}

struct Agreement {
    outcome_and_wire: bool,
    /// Whether the servers were told the same of who asks: `Sec-Fetch-*`, `Referer` and what is for caches.
    /// Of the pages of the first set the URL was not recorded.
    metadata: bool,
    /// Whether the first text about CORS is among the engine's; `None` if there is none.
    console: Option<bool>,
}

/// Compares as the recorder's scorer does; `None` for what was not recorded.
fn agreement(seen: &Value, scenario: &Scenario, played: &Record) -> Option<Agreement> {
    if seen.is_null() {
        return None;
    }
    let seen: Record = serde_json::from_value(with_id(seen)).expect("a record");
    if seen.steps.contains(&StepRecord::Unsupported) {
        return None;
    }
    Some(Agreement {
        outcome_and_wire: compare(scenario, &seen, played).is_none(),
        metadata: seen.wire.iter().map(metadata).eq(played.wire.iter().map(metadata)),
        console: console_agrees(&seen, played),
    })
}

/// What a request tells besides what CORS decides by.
fn metadata(request: &WireRequest) -> Vec<(&str, &str)> {
    let is_metadata = |name: &str| {
        let others =
            ["cache-control", "pragma", "referer", "service-worker", "upgrade-insecure-requests"];
        name.starts_with("sec-fetch-") || others.contains(&name)
    };
    let headers = request.headers.iter().filter(|(name, _)| is_metadata(name));
    headers.map(|(name, value)| (&**name, &**value)).collect()
}

fn with_id(seen: &Value) -> Value {
    let mut seen = seen.clone();
    seen["id"] = Value::String(String::new());
    // Where two recordings told other consoles, none was kept.
    seen.as_object_mut()
        .expect("a record")
        .entry("console")
        .or_insert_with(|| Value::Array(Vec::new()));
    // A body whose length was not seen.
    for request in seen["wire"].as_array_mut().into_iter().flatten() {
        if request["body"].is_null() {
            request["body"] = Value::from(0);
        }
    }
    seen
}

/// Every record, and whether it was the first of its page: each set is one page's, but for what was
/// shrunk, of which each line is.
pub(crate) fn recorded_lines() -> Vec<(Value, bool)> {
    let sets = [
        unpacked(include_bytes!("../data/browsers.jsonl.gz")),
        unpacked(include_bytes!("../data/browsers-2.jsonl.gz")),
    ];
    let of_sets = sets.iter().flat_map(|set| set.lines().enumerate());
    let shrunk = include_str!("../data/shrunk.jsonl").lines().map(|line| (0, line));
    of_sets
        .chain(shrunk)
        .map(|(index, line)| (serde_json::from_str(line).expect("each line is JSON"), index == 0))
        .collect()
}

/// What was recorded of caches, cookies, networks, frames and elements.
fn surroundings() -> Vec<Value> {
    [
        parsed(include_bytes!("../data/surroundings.jsonl.gz")),
        parsed(include_bytes!("../data/surroundings-2.jsonl.gz")),
    ]
    .concat()
}

/// What was recorded of longer stories: 5 to 12 steps over one page and a few resources.
fn stories() -> Vec<Value> {
    parsed(include_bytes!("../data/stories.jsonl.gz"))
}

/// What was asked on purpose of caches, frames and preloads: mostly a request, and another one after it.
fn pairs() -> Vec<Value> {
    parsed(include_bytes!("../data/pairs.jsonl.gz"))
}

fn parsed(packed: &[u8]) -> Vec<Value> {
    let lines = unpacked(packed);
    lines.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

fn unpacked(packed: &[u8]) -> String {
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed).read_to_string(&mut text).expect("UTF-8 in gzip");
    text
}
