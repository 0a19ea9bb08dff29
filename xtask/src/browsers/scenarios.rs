//! Scenarios from a file, and what is kept of them in one.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Context;
use crosscheck::scenario::Record;
use crosscheck::scenario::Scenario;

/// Scenarios that a browser is handed at once.
pub(super) const BATCH: usize = 500;

/// Scenarios, one a line.
pub(super) fn read(path: &Path) -> anyhow::Result<Vec<Scenario>> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    Ok(lines.map(serde_json::from_str).collect::<Result<_, _>>()?)
}

/// Adds a scenario and what a browser did with it to a file, in the shape of the fixtures.
pub(super) fn keep(
    folder: &Path,
    browser: &str,
    scenario: &Scenario,
    seen: &Record,
) -> anyhow::Result<()> {
    let mut line = serde_json::to_value(scenario)?;
    line["seen"][browser] = serde_json::to_value(seen)?;
    fs::create_dir_all(folder)?;
    let path = folder.join(format!("{browser}.jsonl"));
    let mut file = fs::OpenOptions::new().create(true).append(true).open(path)?;
    writeln!(file, "{line}")?;
    Ok(())
}
