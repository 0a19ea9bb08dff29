//! `crosscheck explain`: from whatever people have to the rule, the reason and the fix.

use std::fs;
use std::io;
use std::io::IsTerminal;
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

use clap::Args;
use crosscheck::catalog::Language;
use crosscheck::wire::Origin;
use crosscheck_analysis::chinese::language;
use crosscheck_analysis::chinese::said_in;
use crosscheck_analysis::explain::Overrides;
use crosscheck_analysis::explain::explain;
use crosscheck_analysis::explain::names;
use crosscheck_analysis::fixes::Servers;
use crosscheck_analysis::refusal::schema;
use crosscheck_analysis::say;
use crosscheck_analysis::text::Text;

use crate::failure::CliError;
use crate::output::Output;
use crate::terminal;

const EXAMPLES: &str = "\
INPUT is a file, a text, or `-` for standard input: what Chromium, Firefox or Safari wrote to the \
console, in any language; a request as a command or call (\"copy as cURL\", \"copy as fetch\", \
PowerShell, HTTPie), or exported by Postman or Insomnia; what `curl -i` or `curl -v` printed, or \
header lines; a HAR file or a part of one; a URL; the name of a rule, of a finding, or of a header. \
Exit code: 0 nothing is refused, 1 something is, 2 it was not understood.

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
    #[arg(long, value_name = "NAME", value_parser = Servers::parse, help = Servers::help())]
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
    /// Print the JSON Schema of a refusal, as `check`, `explain`, `simulate --explain` and the lab tell it.
    #[arg(long, conflicts_with_all = ["input", "list"])]
    schema: bool,
    /// The language of the text: en or zh.
    #[arg(long, value_name = "LANGUAGE", value_parser = language, default_value = "en")]
    lang: Language,
    /// For people or for programs.
    #[arg(long, value_parser = Output::among(Output::PLAIN), default_value = "text")]
    output: Output,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    if arguments.list {
        let mut text = Text::default();
        for (name, what) in names(arguments.lang) {
            say!(text, "{name:<38}{what}");
        }
        terminal::print(&text)?;
        return Ok(ExitCode::SUCCESS);
    }
    if arguments.schema {
        terminal::print_json(&schema())?;
        return Ok(ExitCode::SUCCESS);
    }
    let input = input(arguments.input.as_deref())?;
    let mut overrides = Overrides::default();
    overrides.origin.clone_from(&arguments.origin);
    overrides.method.clone_from(&arguments.method);
    overrides.header_names.clone_from(&arguments.headers);
    overrides.credentials = arguments.credentials;
    let mut report = explain(&input, &overrides).map_err(|error| {
        let mut error = error.said_in(arguments.lang);
        if let Some(place) = arguments.server.as_ref().and_then(Servers::where_to_look) {
            error.hint = format!("{}; {}", error.hint, said_in(arguments.lang, &place));
        }
        error
    })?;
    report.write_fixes(arguments.server.as_ref());
    match arguments.output {
        Output::Json => terminal::print_json(&report)?,
        _ => terminal::print(&report.text(arguments.lang))?,
    }
    Ok(ExitCode::from(report.verdict.exit_code()))
}

/// The most bytes that are read.
const INPUT_LIMIT: u64 = 256 * 1024 * 1024;

/// The text itself, or what the file of that name holds.
fn input(given: Option<&str>) -> anyhow::Result<String> {
    let mut text = Vec::new();
    match given {
        None if io::stdin().is_terminal() => {
            return Err(CliError::with_hint(
                "nothing to explain was given",
                "name a file, or paste a text in quotes; `crosscheck explain --help` shows how",
            ));
        }
        None | Some("-") => {
            io::stdin().lock().take(INPUT_LIMIT + 1).read_to_end(&mut text)?;
        }
        Some(given) if given.len() < 4096 && Path::new(given).is_file() => {
            let file = fs::File::open(given)?;
            // At once: while it grew piece by piece, it would be held twice.
            let length = file.metadata()?.len().min(INPUT_LIMIT);
            text.reserve_exact(usize::try_from(length)? + 64);
            file.take(INPUT_LIMIT + 1).read_to_end(&mut text)?;
        }
        Some(given) => {
            let path = Path::new(given);
            let is_name_of_file = given.split_whitespace().count() == 1
                && path.extension().is_some_and(|end| end == "har" || end == "txt");
            if is_name_of_file {
                return Err(CliError::with_hint(
                    format!("there is no file `{given}`"),
                    "give the path of the file as you see it from here",
                ));
            }
            text = given.into();
        }
    }
    if text.len() as u64 > INPUT_LIMIT {
        return Err(CliError::with_hint(
            "the input is longer than 256 MiB",
            "save the HAR file without contents, or cut it",
        ));
    }
    let mut text = match utf16(&text) {
        Some(text) => text,
        None => String::from_utf8(text)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
    };
    if text.starts_with('\u{feff}') {
        text.remove(0);
    }
    Ok(text)
}

/// What PowerShell's `>` writes: two bytes a letter, and a mark in front that says so; `None` if there is none.
fn utf16(bytes: &[u8]) -> Option<String> {
    let unit: fn([u8; 2]) -> u16 = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return None,
    };
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let letters = char::decode_utf16(units);
    Some(letters.map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

fn origin(text: &str) -> Result<Origin, String> {
    Origin::parse(text).map_err(|error| match error.suggestion() {
        Some(suggestion) => format!("{error}; write {suggestion}"),
        None => error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::utf16;

    #[test]
    fn what_powershell_writes_into_a_file_is_read() {
        let letters = "\u{feff}HTTP/1.1 200 OK \u{1f600}";
        let little: Vec<u8> = letters.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = letters.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(utf16(&little).as_deref(), Some(letters));
        assert_eq!(utf16(&big).as_deref(), Some(letters));
        assert_eq!(utf16(b"HTTP/1.1 200 OK"), None);
        assert_eq!(utf16(b"\xff\xfe\x00\xd8x").as_deref(), Some("\u{feff}\u{fffd}"));
    }
}
