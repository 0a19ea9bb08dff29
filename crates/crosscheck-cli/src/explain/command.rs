//! The command: what was given, what is made of it, how it is printed.

use std::fs;
use std::io;
use std::io::IsTerminal;
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

use clap::Args;
use clap::ValueEnum;
use crosscheck::diagnosis::guess;
use crosscheck::diagnosis::read;
use crosscheck::wire::Origin;

use super::curl;
use super::har;
use super::report::Finding;
use super::report::Report;
use super::report::Verdict;
use super::topic;
use crate::curl::is_curl;
use crate::failure::Hinted;
use crate::fixes::Servers;
use crate::terminal;
use crate::terminal::Text;
use crate::terminal::say;

const EXAMPLES: &str = "\
INPUT is a file, a text, or `-` for standard input: what Chromium, Firefox or Safari wrote to the
console; a curl command (\"copy as cURL\", for bash or cmd); a HAR file; the name of a rule, of a
finding, or of a header. Exit code: 0 nothing is refused, 1 something is, 2 it was not understood.

Examples:
  crosscheck explain --server nginx < console.txt
  crosscheck explain session.har
  crosscheck explain \"curl -X PUT https://api.example.com/orders\" --origin https://app.example.com
  crosscheck explain wildcard-with-credentials --server express
  crosscheck explain access-control-expose-headers --header x-total --server all
  crosscheck explain --list";

/// What to explain.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// A file, a text, a name, or `-`.
    input: Option<String>,
    /// The server that the fix is for; `all` for every one that is known.
    #[arg(long, value_name = "NAME", value_parser = Servers::parse)]
    server: Option<Servers>,
    /// The page's origin, where the input does not tell it.
    #[arg(long, value_parser = origin)]
    origin: Option<Origin>,
    /// The request's method, where the input does not tell it.
    #[arg(long)]
    method: Option<String>,
    /// A header that the fix is about; may be given several times.
    #[arg(long = "header", value_name = "NAME")]
    headers: Vec<String>,
    /// The request carries cookies, HTTP authentication or a client certificate.
    #[arg(long)]
    credentials: bool,
    /// List every name that can be explained.
    #[arg(long, conflicts_with = "input")]
    list: bool,
    /// For people or for programs.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    output: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Text.
    Text,
    /// One JSON object; `version` changes when its shape does.
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    if arguments.list {
        let mut text = Text::default();
        for (name, what) in topic::names() {
            say!(text, "{name:<38}{what}");
        }
        terminal::print(&text)?;
        return Ok(ExitCode::SUCCESS);
    }
    let input = input(arguments.input.as_deref())?;
    let mut report = explain(&input, arguments)?;
    report.write_fixes(arguments.server.as_ref());
    match arguments.output {
        Format::Json => terminal::print_json(&report)?,
        Format::Text => terminal::print(&report.text())?,
    }
    Ok(match report.verdict {
        Verdict::Refused => ExitCode::from(1),
        Verdict::Unknown => ExitCode::from(2),
        Verdict::Allowed | Verdict::Explained => ExitCode::SUCCESS,
    })
}

/// Finds out what kind of thing a text is, and explains it.
fn explain(input: &str, arguments: &Arguments) -> anyhow::Result<Report> {
    let text = input.trim();
    let asked = Asked {
        origin: arguments.origin.clone(),
        method: arguments.method.clone(),
        header_names: arguments.headers.clone(),
        credentials: arguments.credentials,
    };
    if text.starts_with('{') {
        return har::explain(text, &asked);
    }
    if is_curl(text) {
        return curl::explain(text, &asked);
    }
    let readings = read(text);
    if !readings.is_empty() {
        let findings = readings.into_iter().map(|reading| {
            let mut finding = Finding::of(reading.refusal);
            finding.browsers = reading.browser.into_iter().collect();
            finding.or_rules = reading.rules[1..].to_vec();
            asked.complete(&mut finding);
            finding
        });
        return Ok(Report::new("console", Verdict::Refused, findings.collect()));
    }
    if let Some(report) = topic::explain(text, &asked) {
        return Ok(report);
    }
    Err(not_understood(text))
}

/// What the user told beside the input.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub(super) origin: Option<Origin>,
    pub(super) method: Option<String>,
    pub(super) header_names: Vec<String>,
    pub(super) credentials: bool,
}

impl Asked {
    /// Adds what the input did not tell to what the fix is for.
    pub(super) fn complete(&self, finding: &mut Finding) {
        let wanted = &mut finding.wanted;
        if let Some(origin) = &self.origin {
            wanted.origin = Some(origin.to_string());
        }
        if wanted.method.is_none() {
            wanted.method.clone_from(&self.method);
        }
        for name in &self.header_names {
            if !wanted.header_names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                wanted.header_names.push(name.clone());
            }
        }
        if self.credentials {
            wanted.credentials = Some(true);
        }
    }
}

fn not_understood(text: &str) -> anyhow::Error {
    let shown: String = text.chars().take(60).collect();
    let message = format!("`{shown}` is no text that a browser is known to write about CORS");
    let hint = if let Some(rule) = guess(text) {
        format!(
            "it may be about `{}`: {}; see `crosscheck explain {0}`",
            rule.name(),
            rule.what().english
        )
    } else if let Some(name) = topic::nearest(text) {
        format!("did you mean `{name}`? `crosscheck explain --list` lists every name")
    } else if ["Failed to fetch", "Load failed", "NetworkError", "ERR_FAILED", "Network Error"]
        .iter()
        .any(|told_to_script| text.contains(told_to_script))
    {
        "that is all that script is told; the console has the reason on another line".into()
    } else {
        "paste the whole line of the console, or `crosscheck explain --list` for names".into()
    };
    Hinted::error(message, hint)
}

/// The most bytes that are read.
const INPUT_LIMIT: u64 = 256 * 1024 * 1024;

/// The text itself, or what the file of that name holds.
fn input(given: Option<&str>) -> anyhow::Result<String> {
    let mut text = Vec::new();
    match given {
        None if io::stdin().is_terminal() => {
            return Err(Hinted::error(
                "nothing to explain was given",
                "name a file, or paste a text in quotes; `crosscheck explain --help` shows how",
            ));
        }
        None | Some("-") => {
            io::stdin().lock().take(INPUT_LIMIT + 1).read_to_end(&mut text)?;
        }
        Some(given) if given.len() < 4096 && Path::new(given).is_file() => {
            fs::File::open(given)?.take(INPUT_LIMIT + 1).read_to_end(&mut text)?;
        }
        Some(given) => {
            let path = Path::new(given);
            let is_name_of_file = given.split_whitespace().count() == 1
                && path.extension().is_some_and(|end| end == "har" || end == "txt");
            if is_name_of_file {
                return Err(Hinted::error(
                    format!("there is no file `{given}`"),
                    "give the path of the file as you see it from here",
                ));
            }
            text = given.into();
        }
    }
    if text.len() as u64 > INPUT_LIMIT {
        return Err(Hinted::error(
            "the input is longer than 256 MiB",
            "save the HAR file without contents, or cut it",
        ));
    }
    let text = String::from_utf8_lossy(&text).into_owned();
    Ok(text.strip_prefix('\u{feff}').map(Into::into).unwrap_or(text))
}

fn origin(text: &str) -> Result<Origin, String> {
    Origin::parse(text).map_err(|error| match error.suggestion() {
        Some(suggestion) => format!("{error}; write {suggestion}"),
        None => error.to_string(),
    })
}
