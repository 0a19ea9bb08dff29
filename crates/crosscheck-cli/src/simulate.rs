//! `crosscheck simulate`: the engine as a filter, scenarios in, records out.

use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::IsTerminal;
use std::process::ExitCode;

use clap::Args;
use crosscheck::agent::Profile;
use crosscheck::scenario::Player;
use crosscheck::scenario::ReadError;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::read;
use crosscheck_analysis::say;
use crosscheck_analysis::scenario::Trace;
use crosscheck_analysis::scenario::trace;
use crosscheck_analysis::story::Story;
use crosscheck_analysis::text;
use crosscheck_analysis::text::Text;
use serde::Serialize;

use crate::browsers::profile;
use crate::failure::CliError;
use crate::output::Output;
use crate::terminal;
use crate::terminal::JsonLines;

const EXAMPLES: &str = "\
Scenarios are JSON objects, one a line: a page, the steps it runs, the routes by which servers answer. \
For each a record is written, one a line: what script saw, what reached the servers, what the console \
said. A line that is no scenario is named on standard error with every mistake in it, and the exit \
code is 2 at the end. What no request can meet, or is not played, is named there too.

Examples:
  crosscheck simulate --browser chromium < scenarios.jsonl > records.jsonl
  echo '{\"id\":\"a\",\"page\":\"https://app.example\",\"steps\":[{\"api\":\"fetch\",\"url\":\"https://api.example/\"}]}' |
      crosscheck simulate --browser spec
  crosscheck simulate --browser firefox@140 < scenarios.jsonl > records.jsonl
  crosscheck simulate --browser firefox --explain < scenario.jsonl
  crosscheck simulate --browser firefox --explain --output json < scenario.jsonl
  crosscheck simulate --schema > scenario.schema.json";

/// Whose behaviour to simulate.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// chromium, firefox, webkit, spec (the standard, to the letter), or a release as in firefox@140.
    #[arg(long, value_parser = profile, required_unless_present = "schema")]
    browser: Option<&'static Profile>,
    /// Tell each scenario as numbered messages with the reasons, instead of a record.
    #[arg(long)]
    explain: bool,
    /// For people, or for programs: a JSON object a line, with each refusal as `explain --schema` says.
    #[arg(long, value_parser = Output::among(Output::PLAIN), default_value = "text", requires = "explain")]
    output: Output,
    /// Print the JSON Schema of a scenario, and play nothing.
    #[arg(long, conflicts_with_all = ["browser", "explain", "output"])]
    schema: bool,
}

/// The members of a scenario and what may stand in them, written by `cargo xtask gen`.
const SCHEMA: &str = include_str!("scenario.schema.json");

/// How one browser played a scenario, for programs.
#[derive(Debug, Serialize)]
struct Explained<'a> {
    version: u32,
    id: &'a str,
    page: &'a str,
    #[serde(flatten)]
    told: Trace,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let Some(browser) = arguments.browser else {
        terminal::print_json(&serde_json::from_str::<serde_json::Value>(SCHEMA)?)?;
        return Ok(ExitCode::SUCCESS);
    };
    if io::stdin().is_terminal() {
        return Err(CliError::with_hint(
            "no scenarios were given",
            "hand them in, as `crosscheck simulate --browser firefox < scenarios.jsonl`; `--help` shows one",
        ));
    }
    let mut bad_lines = 0;
    terminal::unless_unread(play_all(browser, arguments, &mut bad_lines))?;
    Ok(if bad_lines == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

/// Plays what is read until there is no more, or nobody reads what is written.
fn play_all(
    profile: &'static Profile,
    arguments: &Arguments,
    bad_lines: &mut u64,
) -> io::Result<()> {
    let mut input = BufReader::with_capacity(BUFFER, io::stdin().lock());
    let mut records = JsonLines::new();
    let mut player = Player::new(profile);
    let (mut line, mut number) = (Vec::new(), 0_u64);
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        number += 1;
        if line.trim_ascii().is_empty() {
            continue;
        }
        match scenario(&line) {
            Ok(scenario) => {
                for warning in scenario.warnings() {
                    terminal::tell(&text!("line {number}: {warning}"));
                }
                let mut server = ScriptedServer::new(&scenario.server);
                if arguments.explain && arguments.output == Output::Json {
                    let told = trace(&scenario, profile, &mut server);
                    let (id, page) = (&scenario.id, &scenario.page);
                    let page = page.serialize();
                    records.write(&Explained { version: 1, id, page, told })?;
                } else if arguments.explain {
                    let mut story = Story::default();
                    player.play_traced(&scenario, &mut server, &mut |event| story.tell(event));
                    let (id, page) = (&scenario.id, scenario.page.serialize());
                    let mut text = Text::default();
                    if number > 1 {
                        say!(text, "");
                    }
                    say!(text, "{id:?}: a page of {page:?} in {}", profile.name());
                    say!(text, "");
                    text.append(story.text());
                    terminal::print_part(&text)?;
                } else {
                    records.write(&player.play(&scenario, &mut server))?;
                }
            }
            Err(ReadError::Scenario(errors)) => {
                for error in errors.iter() {
                    terminal::tell(&text!("line {number}: not a scenario: {error}"));
                }
                *bad_lines += 1;
            }
            Err(ReadError::Unreadable(error)) => {
                let message = error.to_string();
                let message = message.split(" at line ").next().unwrap_or_default();
                let column = error.column();
                terminal::tell(&text!("line {number}, column {column}: not a scenario: {message}"));
                *bad_lines += 1;
            }
        }
        // Whoever sends one line and waits gets its record; whoever sends many gets them in bulk.
        if input.buffer().is_empty() {
            records.flush()?;
        }
    }
    records.flush()
}

/// Reads one line.
fn scenario(line: &[u8]) -> Result<Scenario, ReadError<serde_json::Error>> {
    match str::from_utf8(line) {
        Ok(line) => whole(serde_json::Deserializer::from_str(line)),
        // It says in which string.
        Err(_) => whole(serde_json::Deserializer::from_slice(line)),
    }
}

fn whole<'l, R: serde_json::de::Read<'l>>(
    mut json: serde_json::Deserializer<R>,
) -> Result<Scenario, ReadError<serde_json::Error>> {
    let scenario = read(&mut json)?;
    json.end().map_err(ReadError::Unreadable)?;
    Ok(scenario)
}

/// Bytes that are read at once.
const BUFFER: usize = 64 * 1024;
