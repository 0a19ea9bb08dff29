//! `crosscheck init`: the first policy file of a project.

mod mistake;
mod questions;

use std::ffi::OsStr;
use std::fs::OpenOptions;
use std::io;
use std::io::IsTerminal;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use crosscheck::catalog::Severity;
use crosscheck_analysis::say;
use crosscheck_analysis::text;
use crosscheck_analysis::text::Text;
use crosscheck_config::ReadOptions;
use crosscheck_config::Starter;
use crosscheck_config::read;

use self::mistake::Mistake;
use crate::failure::CliError;
use crate::policy_file::as_talk;
use crate::terminal;

const EXAMPLES: &str = "\
Without options it asks, if there is somebody to ask. What it writes is checked first; a file that is \
there stays as it is, unless `--force`.

Examples:
  crosscheck init
  crosscheck init --origin https://app.example.com --credentials --method PUT --method DELETE
  crosscheck init --origin https://app.example.com --development http://localhost:5173 -o policy.toml
  crosscheck init --any-origin -o -";

/// What the policy is to say.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// An origin whose pages may read; may be given several times.
    #[arg(long = "origin", value_name = "ORIGIN")]
    origins: Vec<String>,
    /// Any page of the web may read, without cookies.
    #[arg(long, conflicts_with_all = ["origins", "credentials"])]
    any_origin: bool,
    /// They may read with cookies and the like.
    #[arg(long)]
    credentials: bool,
    /// A method beside GET, HEAD and POST; may be given several times.
    #[arg(long = "method", value_name = "METHOD")]
    methods: Vec<String>,
    /// A header that pages set; may be given several times.
    #[arg(long = "header", value_name = "NAME")]
    headers: Vec<String>,
    /// A response header that pages read; may be given several times.
    #[arg(long = "expose", value_name = "NAME")]
    expose: Vec<String>,
    /// An origin of pages under development, for `serve --development` only.
    #[arg(long, value_name = "ORIGIN")]
    development: Vec<String>,
    /// The file to write; `-` is standard output.
    #[arg(short, long, value_name = "FILE", default_value = "crosscheck.toml")]
    out: PathBuf,
    /// Write over a file that is there.
    #[arg(long)]
    force: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let is_stream = arguments.out.as_os_str() == "-";
    if !is_stream && !arguments.force && arguments.out.exists() {
        return Err(CliError::with_hint(
            format!("`{}` is there already", arguments.out.display()),
            "choose another file with `--out`, or write over it with `--force`",
        ));
    }
    let starter = match arguments.origins.is_empty() && !arguments.any_origin {
        false => arguments.starter(),
        true if io::stdin().is_terminal() => questions::ask(io::stdin().lock(), terminal::tell)?,
        true => {
            return Err(CliError::with_hint(
                "no origin is given, and nobody is there to be asked",
                "name the pages with `--origin https://app.example.com`, or write `--any-origin`",
            ));
        }
    };
    if let Some(Mistake { option, what, hint }) = Mistake::first_of(&starter) {
        return Err(CliError::with_hint(format!("{option} {what}"), hint));
    }
    let written = starter.text();
    let reading = read(&arguments.out.display().to_string(), &written, ReadOptions::default());
    if !reading.report.diagnostics.is_empty() {
        terminal::tell(&as_talk(&reading.report));
    }
    if reading.report.count(Severity::Error) > 0 {
        return Ok(ExitCode::from(1));
    }
    if is_stream {
        let mut text = Text::default();
        written.lines().for_each(|line| say!(text, "{line}"));
        terminal::print(&text)?;
        return Ok(ExitCode::SUCCESS);
    }
    write(arguments, &written).map_err(|error| {
        let message = format!("cannot write {}: {error}", arguments.out.display());
        CliError::with_hint(message, "choose another file with `--out`")
    })?;
    terminal::print(&next(&arguments.out))?;
    Ok(ExitCode::SUCCESS)
}

/// What to do with a file that is written. Of a fleet's folder `default.toml` is that of all nodes.
fn next(file: &Path) -> Text {
    let shown = file.display();
    let mut text = text!("{shown} is written");
    say!(text, "next:");
    say!(text, "  crosscheck policy check {shown}");
    if file.file_name() == Some(OsStr::new("default.toml")) {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or_else(|| Path::new(".")).display();
        say!(text, "  crosscheck fleet serve {folder} --check");
        say!(text, "  crosscheck fleet serve {folder}");
    } else {
        say!(text, "  crosscheck serve --policy {shown} --upstream http://127.0.0.1:9000");
    }
    text
}

impl Arguments {
    fn starter(&self) -> Starter {
        Starter {
            origins: self.origins.clone(),
            credentials: self.credentials,
            methods: self.methods.clone(),
            request_headers: self.headers.clone(),
            expose_headers: self.expose.clone(),
            development: self.development.clone(),
        }
    }
}

/// Nothing that came in between is lost.
fn write(arguments: &Arguments, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true);
    match arguments.force {
        true => options.create(true).truncate(true),
        false => options.create_new(true),
    };
    options.open(&arguments.out)?.write_all(text.as_bytes())
}
