//! What one scenario costs: read from JSON, looked through, played as Chromium, written as JSON.

use std::hint::black_box;
use std::io::Read;

use crosscheck::agent::Profile;
use crosscheck::scenario::Player;
use crosscheck::scenario::Record;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;

use crate::callgrind;
use crate::callgrind::Counts;
use crate::subjects::Work;

/// One part of what `crosscheck simulate` does, or all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Read,
    Warn,
    Play,
    Write,
    All,
}

impl Part {
    pub(crate) const ALL: [Self; 5] = [Self::Read, Self::Warn, Self::Play, Self::Write, Self::All];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Warn => "look for what cannot be met",
            Self::Play => "play",
            Self::Write => "write",
            Self::All => "all of it",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }

    /// Does it for one recorded scenario after the other.
    pub(crate) fn prepare(self) -> Work {
        let lines = recorded();
        let scenarios: Vec<Scenario> = lines.iter().map(|line| read(line)).collect();
        let mut player = player();
        let records: Vec<Record> = scenarios.iter().map(|one| play(&mut player, one)).collect();
        let mut document = Vec::new();
        let mut next = (0..lines.len()).cycle();
        Box::new(move || {
            let index = next.next().expect("there are scenarios");
            match self {
                Self::Read => drop(black_box(read(&lines[index]))),
                Self::Warn => drop(black_box(scenarios[index].warnings())),
                Self::Play => drop(black_box(play(&mut player, &scenarios[index]))),
                Self::Write => write(&records[index], &mut document),
                Self::All => {
                    let scenario = read(&lines[index]);
                    black_box(scenario.warnings());
                    write(&play(&mut player, &scenario), &mut document);
                }
            }
        })
    }

    pub(crate) fn count(self) -> Counts {
        callgrind::count(&["scenarios", self.name()], TIMES)
    }
}

fn read(line: &str) -> Scenario {
    serde_json::from_str(line).expect("a scenario")
}

fn player() -> Player {
    Player::new(&Profile::CHROMIUM)
}

fn play(player: &mut Player, scenario: &Scenario) -> Record {
    player.play(scenario, &mut ScriptedServer::new(&scenario.server))
}

fn write(record: &Record, document: &mut Vec<u8>) {
    document.clear();
    serde_json::to_writer(&mut *document, record).expect("JSON");
    black_box(document);
}

/// All that were recorded first, one a line, without what browsers did.
fn recorded() -> Vec<String> {
    let packed: &[u8] = include_bytes!("../../../crates/crosscheck/tests/data/browsers.jsonl.gz");
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed).read_to_string(&mut text).expect("UTF-8 in gzip");
    text.lines().map(|line| serde_json::to_string(&read(line)).expect("JSON")).collect()
}

/// Scenarios that are counted.
pub(crate) const TIMES: usize = 1000;
