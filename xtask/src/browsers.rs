//! `cargo xtask browsers`: real browsers against the engine, scenario by scenario.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::time::SystemTime;

use anstream::eprintln;
use anstream::println;
use anyhow::Context;
use anyhow::bail;
use clap::Args;
use clap::Subcommand;
use clap::ValueEnum;
use conformance::browser::Browser;
use conformance::recorder::Recorder;
use conformance::recorder::generate;
use conformance::recorder::shrink;
use crosscheck::agent::Profile;
use crosscheck::scenario::Player;
use crosscheck::scenario::Record;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::StepRecord;
use crosscheck::scenario::compare;
use crosscheck::scenario::console_agrees;
use crosscheck::scenario::play;

/// What to do with the installed browsers.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Record what a browser does with scenarios, one JSON object a line.
    Record {
        /// The browser.
        #[arg(long, value_enum)]
        browser: Name,
        /// Scenarios, one a line.
        #[arg(long)]
        scenarios: PathBuf,
        /// Where to write the records.
        #[arg(long)]
        out: PathBuf,
    },
    /// Run new random scenarios in browsers and in the engine; exit code 1 if they part.
    Diff(Diff),
}

#[derive(Args, Debug)]
pub(crate) struct Diff {
    /// The browser; all that are installed if absent.
    #[arg(long, value_enum)]
    pub(crate) browser: Option<Name>,
    /// Run these instead of new ones: a file with one a line.
    #[arg(long, conflicts_with_all = ["count", "seed"])]
    pub(crate) scenarios: Option<PathBuf>,
    /// How many scenarios.
    #[arg(long, default_value_t = 300)]
    pub(crate) count: usize,
    /// What to make them of; the clock if absent. The same seed makes the same scenarios.
    #[arg(long)]
    pub(crate) seed: Option<u64>,
    /// The share of scenarios that may disagree, 0 to 1: a fresh seed may bring news, and news is
    /// kept and told, but only a broken rule parts many.
    #[arg(long, default_value_t = 0.0)]
    pub(crate) tolerate: f64,
    /// The most disagreements of a browser to shrink; the others are kept as they are.
    #[arg(long, default_value_t = 10)]
    pub(crate) shrink: usize,
    /// Where to keep disagreements, in the shape of the fixtures.
    #[arg(long, default_value = "target/browsers")]
    pub(crate) keep: PathBuf,
}

impl Default for Diff {
    fn default() -> Self {
        Self {
            browser: None,
            scenarios: None,
            count: 300,
            seed: None,
            tolerate: 0.0,
            shrink: 10,
            keep: PathBuf::from("target/browsers"),
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Name {
    Chromium,
    Firefox,
    Webkit,
}

impl Name {
    const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::Webkit];

    fn browser(self) -> Browser {
        match self {
            Self::Chromium => Browser::Chromium,
            Self::Firefox => Browser::Firefox,
            Self::Webkit => Browser::Webkit,
        }
    }

    fn profile(self) -> &'static Profile {
        match self {
            Self::Chromium => &Profile::CHROMIUM,
            Self::Firefox => &Profile::FIREFOX,
            Self::Webkit => &Profile::WEBKIT,
        }
    }
}

pub(crate) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Record { browser, scenarios, out } => record(browser, &scenarios, &out),
        Command::Diff(arguments) => diff(&arguments),
    }
}

fn record(name: Name, scenarios: &Path, out: &Path) -> anyhow::Result<()> {
    let scenarios = read(scenarios)?;
    let mut recorder = Recorder::start(name.browser())?;
    let mut file = fs::File::create(out)?;
    for (index, batch) in scenarios.chunks(BATCH).enumerate() {
        for record in recorder.record(batch)? {
            writeln!(file, "{}", serde_json::to_string(&record)?)?;
        }
        eprintln!("{} of {}", (index * BATCH + batch.len()), scenarios.len());
    }
    Ok(())
}

fn read(path: &Path) -> anyhow::Result<Vec<Scenario>> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    Ok(lines.map(serde_json::from_str).collect::<Result<_, _>>()?)
}

pub(crate) fn diff(arguments: &Diff) -> anyhow::Result<()> {
    let scenarios = match &arguments.scenarios {
        Some(path) => read(path)?,
        None => {
            let clock = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
            let seed = arguments.seed.unwrap_or(clock.as_secs() & 0xFFFF_FFFF);
            println!("seed {seed}: {} scenarios", arguments.count);
            generate(seed, arguments.count)
        }
    };
    let names = arguments.browser.map_or(Name::ALL.to_vec(), |name| vec![name]);
    let mut unexplained = 0;
    for name in names {
        if name.browser().is_there_or_skip() {
            unexplained += diff_one(name, &scenarios, arguments)?;
        }
    }
    let tolerated = (arguments.tolerate * scenarios.len() as f64) as usize;
    if unexplained > tolerated {
        bail!(
            "{unexplained} disagreements, of which {tolerated} would be tolerated; they are kept in {}",
            arguments.keep.display(),
        );
    }
    Ok(())
}

fn diff_one(name: Name, scenarios: &[Scenario], arguments: &Diff) -> anyhow::Result<usize> {
    let profile = name.profile();
    let mut recorder = Recorder::start(name.browser())?;
    let Run { disagreeing, compared, texts, texts_agreeing } =
        run_all(profile, &mut recorder, scenarios, arguments.shrink)?;
    // What does not come out the same twice is the browser's own chance.
    let again = recorder.record(&disagreeing)?;
    let steady: Vec<&Scenario> = disagreeing
        .iter()
        .zip(&again)
        .filter(|(scenario, seen)| disagrees(profile, scenario, seen))
        .map(|(scenario, _)| scenario)
        .collect();
    for (index, scenario) in steady.iter().enumerate() {
        let mut small = (*scenario).clone();
        if index < arguments.shrink {
            small = shrink(scenario, |candidates| {
                let records = recorder.record(candidates)?;
                let pairs = candidates.iter().zip(&records);
                Ok(pairs.map(|(scenario, seen)| disagrees(profile, scenario, seen)).collect())
            })?;
        }
        tell(profile, &small, &recorder.record(std::slice::from_ref(&small))?, &arguments.keep)?;
    }
    println!(
        "{}: {} of {compared} agree; console {texts_agreeing} of {texts}; {} not the same twice",
        profile.name,
        compared - steady.len(),
        disagreeing.len() - steady.len(),
    );
    Ok(steady.len())
}

/// What came of running every scenario once.
#[derive(Default)]
struct Run {
    disagreeing: Vec<Scenario>,
    compared: usize,
    texts: usize,
    texts_agreeing: usize,
}

/// Runs scenarios in a browser and in the engine; tells of the first few consoles that part.
fn run_all(
    profile: &'static Profile,
    recorder: &mut Recorder,
    scenarios: &[Scenario],
    most_told: usize,
) -> anyhow::Result<Run> {
    let mut player = Player::new(profile);
    let mut run = Run::default();
    for (index, batch) in scenarios.chunks(BATCH).enumerate() {
        for (scenario, seen) in batch.iter().zip(recorder.record(batch)?) {
            let played = player.play(scenario, &mut ScriptedServer::new(&scenario.server));
            if seen.steps.contains(&StepRecord::Unsupported) {
                continue;
            }
            run.compared += 1;
            if compare(scenario, &seen, &played).is_some() {
                run.disagreeing.push(scenario.clone());
            }
            if let Some(agrees) = console_agrees(&seen, &played) {
                run.texts += 1;
                run.texts_agreeing += usize::from(agrees);
                if !agrees && run.texts - run.texts_agreeing <= most_told {
                    println!("\n{}'s console and the engine's, of {}:", profile.name, scenario.id);
                    println!("  {:?}\n  {:?}", seen.console, played.console);
                }
            }
        }
        let done = index * BATCH + batch.len();
        let (name, parted) = (profile.name, run.disagreeing.len());
        eprintln!("{name}: {done} of {}, {parted} disagree", scenarios.len());
    }
    Ok(run)
}

fn disagrees(profile: &'static Profile, scenario: &Scenario, seen: &Record) -> bool {
    let played = play(scenario, profile, &mut ScriptedServer::new(&scenario.server));
    !seen.steps.contains(&StepRecord::Unsupported) && compare(scenario, seen, &played).is_some()
}

fn tell(
    profile: &'static Profile,
    scenario: &Scenario,
    seen: &[Record],
    keep: &Path,
) -> anyhow::Result<()> {
    let Some(seen) = seen.first() else { return Ok(()) };
    let played = play(scenario, profile, &mut ScriptedServer::new(&scenario.server));
    println!("\n{} and the engine part:", profile.name);
    for step in &scenario.steps {
        println!("  page {} {}", scenario.page, serde_json::to_string(step)?);
    }
    for route in &scenario.server {
        println!("  route {}", serde_json::to_string(route)?);
    }
    if let Some(difference) = compare(scenario, seen, &played) {
        let place = &difference.place;
        println!("  {place} in {}: {}", profile.name, difference.first);
        println!("  {place} in the engine: {}", difference.second);
    }
    let mut line = serde_json::to_value(scenario)?;
    line["seen"][profile.name] = serde_json::to_value(seen)?;
    fs::create_dir_all(keep)?;
    let path = keep.join(format!("{}.jsonl", profile.name));
    let mut file = fs::OpenOptions::new().create(true).append(true).open(path)?;
    writeln!(file, "{line}")?;
    Ok(())
}

/// Scenarios that a page is handed at once.
const BATCH: usize = 500;
