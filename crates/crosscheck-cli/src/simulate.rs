//! `crosscheck simulate`: scenarios in, records of what a browser would do out.

use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::BufWriter;
use std::io::Write;

use crosscheck::agent::Profile;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::play;

use crate::report::Exit;
use crate::report::say;

/// Play scenarios as a browser would: one JSON object a line in, one record a line out
///
/// A line that is no scenario is named on standard error and skipped; the exit code is 2 then. A
/// step that cannot be played yet is recorded as {"kind": "unsupported"}.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Which browser to be
    #[arg(long, value_name = "NAME", value_parser = profiles())]
    browser: String,
}

const EXAMPLES: &str = "\
Examples:
  crosscheck simulate --browser firefox < scenarios.jsonl > records.jsonl
  head -1 scenarios.jsonl | crosscheck simulate --browser spec";

fn profiles() -> clap::builder::PossibleValuesParser {
    Profile::ALL.map(|profile| profile.name).into()
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let profile = Profile::named(&arguments.browser).expect("clap lets known names pass only");
    let mut input = BufReader::with_capacity(BUFFER, io::stdin().lock());
    let mut output = BufWriter::with_capacity(BUFFER, io::stdout().lock());
    let (mut line, mut number, mut malformed) = (Vec::new(), 0_usize, 0_usize);
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        number += 1;
        if line.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice::<Scenario>(&line) {
            Ok(scenario) => {
                let record = play(&scenario, profile, &mut ScriptedServer::new(&scenario.server));
                serde_json::to_writer(&mut output, &record)?;
                output.write_all(b"\n")?;
            }
            Err(error) => {
                malformed += 1;
                say("error", &format!("line {number}{}", without_line(&error)));
            }
        }
        // Whoever sends one line and waits gets its record; whoever sends many gets them in bulk.
        if input.buffer().is_empty() {
            output.flush()?;
        }
    }
    output.flush()?;
    if malformed == 0 {
        return Ok(Exit::Clean);
    }
    say("hint", "each line holds one scenario as a JSON object; the others were played");
    Ok(Exit::CouldNot)
}

/// The error's text, with the column and without the line, which always is the first.
fn without_line(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(" at line ") {
        Some((message, _)) => format!(", column {}: {message}", error.column()),
        None => format!(": {text}"),
    }
}

const BUFFER: usize = 64 * 1024;
