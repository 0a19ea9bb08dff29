//! `cargo xtask browsers`: real browsers against the engine, scenario by scenario.

mod diff;
mod held;
mod name;
mod scenarios;

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process;

use clap::Subcommand;
use conformance::own_network;
use conformance::recorder::Kind;
use conformance::recorder::Recorder;
use conformance::recorder::generate;

use self::diff::Diff;
use self::name::Name;
use crate::command::succeed;

/// What to do with the installed browsers.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write new random scenarios, one JSON object a line: to be recorded once and played often.
    Make {
        /// How many scenarios.
        #[arg(long, default_value_t = 300)]
        count: usize,
        /// What they are about; everything if absent.
        #[arg(long, value_parser = diff::kind, value_delimiter = ',')]
        kind: Vec<Kind>,
        /// What to make them of. The same seed makes the same scenarios.
        #[arg(long)]
        seed: u64,
        /// Where to write them.
        #[arg(long)]
        out: PathBuf,
    },
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

/// Does it, in a network where every address is this machine's.
pub(crate) fn run(command: &Command) -> anyhow::Result<()> {
    if let Command::Make { count, kind, seed, out } = command {
        return make(*count, kind, *seed, out);
    }
    if !own_network::is_here() {
        let status = there(env::args_os().skip(1))?.status()?;
        // It has said why.
        process::exit(status.code().unwrap_or(2));
    }
    match command {
        Command::Make { count, kind, seed, out } => make(*count, kind, *seed, out),
        Command::Record { browser, scenarios, out } => record(*browser, scenarios, out),
        Command::Diff(diff) => diff.run(),
    }
}

/// What every gate asks of the browsers: a few scenarios of a fresh seed.
///
/// A fresh seed may bring news, and news is kept and told; only a broken rule parts many.
pub(crate) fn gate() -> anyhow::Result<()> {
    succeed(there(["browsers", "diff", "--count", "90", "--tolerate", "0.08", "--shrink", "1"])?)
}

/// This program again, in a network of its own.
fn there(
    arguments: impl IntoIterator<Item = impl AsRef<OsStr>>,
) -> anyhow::Result<process::Command> {
    let mut within = own_network::command()?;
    within.arg(env::current_exe()?).args(arguments);
    Ok(within)
}

fn make(count: usize, kinds: &[Kind], seed: u64, out: &Path) -> anyhow::Result<()> {
    let mut file = fs::File::create(out)?;
    let kinds = if kinds.is_empty() { &Kind::ALL } else { kinds };
    for scenario in generate(seed, count, kinds) {
        writeln!(file, "{}", serde_json::to_string(&scenario)?)?;
    }
    Ok(())
}

fn record(name: Name, from: &Path, out: &Path) -> anyhow::Result<()> {
    let scenarios = scenarios::read(from)?;
    let recorder = Recorder::start()?;
    let mut file = fs::File::create(out)?;
    for batch in scenarios.chunks(scenarios::BATCH) {
        for record in recorder.record(name.browser(), batch)? {
            writeln!(file, "{}", serde_json::to_string(&record)?)?;
        }
    }
    Ok(())
}
