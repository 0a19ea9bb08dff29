//! New random scenarios in browsers and in the engine; what they part on, made small.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::slice;
use std::time::SystemTime;

use anstream::eprintln;
use anstream::println;
use anyhow::bail;
use clap::Args;
use conformance::recorder::Kind;
use conformance::recorder::Recorder;
use conformance::recorder::generate;
use conformance::recorder::shrink;
use crosscheck::scenario::Scenario;

use super::held::Engine;
use super::held::Held;
use super::name::Name;
use super::scenarios;

#[derive(Args, Debug)]
pub(crate) struct Diff {
    /// The browser; all that are installed if absent.
    #[arg(long, value_enum)]
    browser: Option<Name>,
    /// Run these instead of new ones: a file with one a line.
    #[arg(long, conflicts_with_all = ["count", "seed", "kind"])]
    scenarios: Option<PathBuf>,
    /// How many scenarios.
    #[arg(long, default_value_t = 300)]
    count: usize,
    /// What they are about; everything if absent.
    #[arg(long, value_parser = kind, value_delimiter = ',')]
    kind: Vec<Kind>,
    /// What to make them of; the clock if absent. The same seed makes the same scenarios.
    #[arg(long)]
    seed: Option<u64>,
    /// The share of scenarios that may disagree, 0 to 1.
    #[arg(long, default_value_t = 0.0)]
    tolerate: f64,
    /// The most disagreements of a browser to shrink; the others are kept as they are.
    #[arg(long, default_value_t = 10)]
    shrink: usize,
    /// Where to keep disagreements, in the shape of the fixtures.
    #[arg(long, default_value = "target/browsers")]
    keep: PathBuf,
}

impl Diff {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        let scenarios = match &self.scenarios {
            Some(path) => scenarios::read(path)?,
            None => {
                let clock = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
                let seed = self.seed.unwrap_or(clock.as_secs() & 0xFFFF_FFFF);
                println!("seed {seed}: {} scenarios", self.count);
                let kinds = if self.kind.is_empty() { &Kind::ALL } else { &*self.kind };
                generate(seed, self.count, kinds)
            }
        };
        let recorder = Recorder::start()?;
        let names = self.browser.map_or(Name::ALL.to_vec(), |name| vec![name]);
        let mut unexplained = 0;
        for name in names {
            if name.browser().is_there_or_skip() {
                unexplained += self.run_in(name, &recorder, &scenarios)?;
            }
        }
        let tolerated = (self.tolerate * scenarios.len() as f64) as usize;
        if unexplained > tolerated {
            bail!(
                "{unexplained} disagreements, of which {tolerated} would be tolerated; they are kept in {}",
                self.keep.display(),
            );
        }
        Ok(())
    }

    /// One browser. Out: how many scenarios it and the engine part on, twice in the same way.
    fn run_in(
        &self,
        name: Name,
        recorder: &Recorder,
        scenarios: &[Scenario],
    ) -> anyhow::Result<usize> {
        let mut tally = Tally::default();
        let mut disagreeing = Vec::new();
        for (index, batch) in scenarios.chunks(scenarios::BATCH).enumerate() {
            for held in hold(name, recorder, batch)? {
                let parts = held.difference().is_some();
                tally.count(&held);
                if parts {
                    disagreeing.push(held.scenario.clone());
                }
                let is_only_console = held.is_comparable() && !parts && !held.has_same_console();
                if is_only_console && tally.parted_consoles() <= self.shrink {
                    tell_consoles(name, &held);
                }
            }
            let done = index * scenarios::BATCH + batch.len();
            let (browser, parted) = (name.profile().name(), disagreeing.len());
            eprintln!("{browser}: {done} of {}, {parted} disagree", scenarios.len());
        }
        // What does not come out the same twice is the browser's own chance.
        let again = match disagreeing.is_empty() {
            true => Vec::new(),
            false => hold(name, recorder, &disagreeing)?,
        };
        let steady: Vec<Held<'_>> =
            again.into_iter().filter(|held| held.difference().is_some()).collect();
        for (index, held) in steady.iter().enumerate() {
            if index < self.shrink {
                let sort = held.sort();
                let small = shrink(held.scenario, |candidates| {
                    let held = hold(name, recorder, candidates)?;
                    Ok(held.iter().map(|held| held.sort() == sort).collect())
                })?;
                hold(name, recorder, slice::from_ref(&small))?
                    .iter()
                    .try_for_each(|held| self.tell(name, held))?;
            } else {
                self.tell(name, held)?;
            }
        }
        tally.tell(name, disagreeing.len(), steady.iter().map(|held| &*held.scenario.kind));
        Ok(steady.len())
    }

    fn tell(&self, name: Name, held: &Held<'_>) -> anyhow::Result<()> {
        let Held { scenario, seen, .. } = held;
        let browser = name.profile().name();
        println!("\n{browser} and the engine part:");
        println!("  {}", serde_json::to_string(scenario)?);
        match held.difference() {
            Some(difference) => {
                let place = &difference.place;
                println!("  {place} in {browser}: {}", difference.first);
                println!("  {place} in the engine: {}", difference.second);
            }
            None => println!("  (not this time)"),
        }
        scenarios::keep(&self.keep, browser, scenario, seen)
    }
}

/// Runs scenarios in a browser and in the engine.
fn hold<'s>(
    name: Name,
    recorder: &Recorder,
    scenarios: &'s [Scenario],
) -> anyhow::Result<Vec<Held<'s>>> {
    let mut engine = Engine::new(name.profile());
    let records = recorder.record(name.browser(), scenarios)?;
    let pairs = scenarios.iter().zip(records);
    Ok(pairs
        .map(|(scenario, seen)| Held { scenario, seen, played: engine.play(scenario) })
        .collect())
}

fn tell_consoles(name: Name, held: &Held<'_>) {
    let browser = name.profile().name();
    println!("\n{browser}'s console and the engine's, of {}:", held.scenario.id);
    println!("  {:?}\n  {:?}", held.seen.console, held.played.console);
}

pub(super) fn kind(text: &str) -> Result<Kind, String> {
    let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    Kind::ALL
        .into_iter()
        .find(|kind| kind.name() == text)
        .ok_or_else(|| format!("one of {}", names.join(", ")))
}

/// How often a browser and the engine agreed.
#[derive(Default)]
struct Tally {
    compared: BTreeMap<String, usize>,
    unsupported: usize,
    same_consoles: usize,
    first_texts: usize,
    same_first_texts: usize,
}

impl Tally {
    fn count(&mut self, held: &Held<'_>) {
        if !held.is_comparable() {
            self.unsupported += 1;
            return;
        }
        *self.compared.entry(held.scenario.kind.clone()).or_default() += 1;
        self.same_consoles += usize::from(held.has_same_console());
        if let Some(agrees) = held.has_same_first_text() {
            self.first_texts += 1;
            self.same_first_texts += usize::from(agrees);
        }
    }

    fn all(&self) -> usize {
        self.compared.values().sum()
    }

    fn parted_consoles(&self) -> usize {
        self.all() - self.same_consoles
    }

    fn tell<'k>(&self, name: Name, disagreed: usize, steady: impl Iterator<Item = &'k str>) {
        let mut parted: BTreeMap<&str, usize> = BTreeMap::new();
        steady.for_each(|kind| *parted.entry(kind).or_default() += 1);
        let browser = name.profile().name();
        for (kind, compared) in &self.compared {
            let parted = parted.get(&**kind).copied().unwrap_or_default();
            println!("{browser}, {kind}: {} of {compared} agree", compared - parted);
        }
        let (all, steady) = (self.all(), parted.values().sum::<usize>());
        println!(
            "{browser}: {} of {all} agree; first text {} of {}, whole console {} of {all}; {} not the \
             same twice, {} not run",
            all - steady,
            self.same_first_texts,
            self.first_texts,
            self.same_consoles,
            disagreed - steady,
            self.unsupported,
        );
    }
}
