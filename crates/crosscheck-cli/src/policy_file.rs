//! Policy files for commands that look at one: what is wrong with it is told, with its place.

use std::path::Path;

use crosscheck::catalog::Severity;
use crosscheck::server::Policy;
use crosscheck_analysis::say;
use crosscheck_analysis::text::Text;
use crosscheck_config::Completeness;
use crosscheck_config::Reading;
use crosscheck_config::Report;
use crosscheck_config::files::FileError;
use crosscheck_config::files::Source;
use crosscheck_config::files::read_source;

use crate::terminal;

/// Reads and checks a policy file. `Err` only if the file cannot be read at all.
pub(crate) fn read(path: &Path, completeness: Completeness) -> anyhow::Result<Reading> {
    let source = read_source(path, Source::Any)?;
    Ok(crosscheck_config::read(&path.display().to_string(), &source, completeness))
}

/// Reads a policy file for a command that looks at a policy, whether what it asserts holds or not.
pub(crate) fn require(path: &Path) -> anyhow::Result<(Policy, Reading)> {
    let mut reading = read(path, Completeness::Optional)?;
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
