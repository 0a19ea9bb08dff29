//! Scenarios a second on one core: all that were recorded first, parsed beforehand.

use std::io::Read;

use crosscheck::agent::Profile;
use crosscheck::scenario::Player;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    divan::main();
}

#[divan::bench(args = ["spec", "chromium", "firefox", "webkit"])]
fn play_recorded(bencher: Bencher<'_, '_>, name: &str) {
    let profile = Profile::named(name).expect("a profile");
    let scenarios = recorded();
    bencher.counter(ItemsCount::new(scenarios.len())).bench_local(|| {
        let mut player = Player::new(profile);
        for scenario in &scenarios {
            divan::black_box(player.play(scenario, &mut ScriptedServer::new(&scenario.server)));
        }
    });
}

fn recorded() -> Vec<Scenario> {
    let packed: &[u8] = include_bytes!("../../crates/crosscheck/tests/data/browsers.jsonl.gz");
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed).read_to_string(&mut text).expect("UTF-8 in gzip");
    text.lines().map(|line| serde_json::from_str(line).expect("a scenario")).collect()
}
