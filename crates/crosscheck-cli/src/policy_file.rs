//! Policy files for commands that look at one: what is wrong with it is told, with its place.

use std::io;
use std::path::Path;

use crosscheck::catalog::Severity;
use crosscheck::server::Policy;
use crosscheck_analysis::say;
use crosscheck_analysis::text::Text;
use crosscheck_config::ReadOptions;
use crosscheck_config::Reading;
use crosscheck_config::Report;
use crosscheck_config::files::FileError;
use crosscheck_config::files::Source;
use crosscheck_config::files::read_source;
use crosscheck_config::files::read_stream;

use crate::terminal;

/// Reads and checks a policy file; `-` is standard input. `Err` only if it cannot be read at all.
pub(crate) fn read(path: &Path, options: ReadOptions) -> anyhow::Result<Reading> {
    read_under(path, options, "/")
}

/// The same of a policy that is put below a path.
pub(crate) fn read_under(
    path: &Path,
    options: ReadOptions,
    mount: &str,
) -> anyhow::Result<Reading> {
    if path == Path::new("-") {
        let source = read_stream(io::stdin().lock())
            .map_err(|error| FileError::Unreadable { path: path.into(), error })?;
        return Ok(crosscheck_config::read_under("standard input", &source, options, mount));
    }
    let source = read_source(path, Source::Any)?;
    Ok(crosscheck_config::read_under(&path.display().to_string(), &source, options, mount))
}

/// Reads a policy file for a command that looks at a policy, whether what it asserts holds or not.
pub(crate) fn require(path: &Path) -> anyhow::Result<(Policy, Reading)> {
    require_as(path, ReadOptions::default())
}

/// The same, read as an environment has it.
pub(crate) fn require_as(path: &Path, options: ReadOptions) -> anyhow::Result<(Policy, Reading)> {
    let mut reading = read(path, options)?;
    let Some(policy) = reading.policy.take() else {
        return Err(FileError::Wrong(Box::new(reading.report)).into());
    };
    let report = &reading.report;
    if report.count(Severity::Error) == 0 && report.count(Severity::Warning) > 0 {
        terminal::tell(&as_talk(report));
    }
    Ok((policy, reading))
}

/// A report as talk beside what else is said: with an empty line below.
pub(crate) fn as_talk(report: &Report) -> Text {
    let mut text = Text::of_rendered(&report.text());
    say!(text, "");
    text
}
