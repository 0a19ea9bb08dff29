//! `crosscheck simulate`: the engine as a filter, scenarios in, records out.

use std::io;
use std::io::BufRead;
use std::io::BufWriter;
use std::io::Write;
use std::process::ExitCode;

use anstream::eprintln;
use clap::Args;
use clap::ValueEnum;
use crosscheck::agent::Profile;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::play;

const EXAMPLES: &str = "\
Scenarios are JSON objects, one a line: a page, the steps it runs, the rules by which servers answer.
For each a record is written, one a line: what script saw, what reached the servers, what the console
said. A line that is no scenario is named on standard error, and the exit code is 2 at the end.

Examples:
  crosscheck simulate --browser chromium < scenarios.jsonl > records.jsonl
  echo '{\"id\":\"a\",\"page\":\"https://app.example\",\"steps\":[{\"api\":\"fetch\",\"url\":\"https://api.example/\"}]}' |
      crosscheck simulate --browser spec";

/// Whose behaviour to simulate.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The browser.
    #[arg(long, value_enum)]
    browser: Browser,
}

/// The profiles, by their names.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Browser {
    /// The Fetch standard, to the letter.
    Spec,
    /// Chromium.
    Chromium,
    /// Firefox.
    Firefox,
    /// WebKit.
    Webkit,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let profile = match arguments.browser {
        Browser::Spec => &Profile::SPEC,
        Browser::Chromium => &Profile::CHROMIUM,
        Browser::Firefox => &Profile::FIREFOX,
        Browser::Webkit => &Profile::WEBKIT,
    };
    let mut out = BufWriter::new(io::stdout().lock());
    let mut bad_lines = 0_u64;
    for (number, line) in io::stdin().lock().lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let scenario: Scenario = match serde_json::from_str(&line) {
            Ok(scenario) => scenario,
            Err(error) => {
                let message = error.to_string();
                let message = message.split(" at line ").next().unwrap_or_default();
                let (line, column) = (number + 1, error.column());
                eprintln!("line {line}, column {column}: not a scenario: {message}");
                bad_lines += 1;
                continue;
            }
        };
        let record = play(&scenario, profile, &mut ScriptedServer::new(&scenario.server));
        serde_json::to_writer(&mut out, &record).map_err(io::Error::from)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(if bad_lines == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) })
}
