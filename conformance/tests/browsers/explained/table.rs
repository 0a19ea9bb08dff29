//! The table: a row a case, an input in each cell.

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::explained::command::COVERED;
use crate::explained::known::KNOWN;
use crate::explained::report::NAMED;
use crate::explained::report::Needs;

/// What was made of the inputs of one kind from one browser.
#[derive(Debug)]
pub(crate) struct Cell {
    /// How many there were.
    pub(crate) inputs: usize,
    /// What was told.
    pub(crate) told: String,
}

impl Cell {
    /// For where a browser gives nothing out.
    pub(crate) fn nothing() -> Self {
        Self { inputs: 0, told: NOTHING.into() }
    }
}

/// The columns.
const COLUMNS: [&str; 12] = [
    "console, Chromium",
    "console, Firefox",
    "console, WebKit",
    "console, Firefox in de",
    "console, Firefox in ja",
    "console, Firefox in zh-CN",
    "HAR, Chromium",
    "HAR, Firefox",
    "cURL, Chromium",
    "cURL, Firefox",
    "calls, Chromium",
    "calls, Firefox",
];

const NOTHING: &str = "";

const HEAD: &str = "\
# Explained

Made by `conformance/tests/browsers/explained`. A page asked a server that breaks one rule at each path. What real browsers gave
out was given to `crosscheck explain --server NAME` as it was: all that a console said about it, Firefox's in German,
Japanese and Chinese, too; the HAR file that Chromium's and Firefox's own network panels save; the commands that they copy
as cURL, for bash and for cmd, preflights' among them; and what they copy as calls of `fetch` (Chromium's for Node as well)
and as PowerShell.

`named`: the rule was named, and no other, with a patch for the server that was asked for, or with advice where no header
of a server helps. `covered`: a command tells no refusal, so the patch lets through all that its request needs. An empty
cell: the browser gave nothing out.

";

/// Compares the table with the one in the repository; writes it if `CROSSCHECK_WRITE` is set.
pub(crate) fn write_or_compare(rows: &[(Needs<'_>, Vec<Cell>)]) {
    let mut text = format!("{HEAD}| rule | {} | fix |\n", COLUMNS.join(" | "));
    let _ = writeln!(text, "|{}", " --- |".repeat(COLUMNS.len() + 2));
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut reasons: Vec<&str> = Vec::new();
    for (needs, cells) in rows {
        let name = needs.case.name;
        let _ = write!(text, "| {name} |");
        for (column, cell) in COLUMNS.iter().zip(cells) {
            let kind = column.split(',').next().unwrap_or_default();
            *counts.entry(kind).or_default() += cell.inputs;
            let usual = if matches!(kind, "cURL" | "calls") { COVERED } else { NAMED };
            let mut of_column = KNOWN.iter().filter(|known| known.is_of(column));
            let known = of_column.find(|known| known.cases.contains(&name));
            let expected = known.map_or(usual, |known| known.told);
            if cell.inputs > 0 && cell.told != expected {
                wrong.push(format!("{name}, {column}: {}, not {expected}", cell.told));
            }
            let note = known.map(|known| {
                let at = reasons.iter().position(|reason| *reason == known.why);
                at.unwrap_or_else(|| {
                    reasons.push(known.why);
                    reasons.len() - 1
                })
            });
            let note = note.map(|at| format!(" ({})", at + 1)).unwrap_or_default();
            let _ = write!(text, " {}{note} |", cell.told);
        }
        let fix = if needs.is_mended_by_headers() { needs.server.name() } else { "advice" };
        let _ = writeln!(text, " {fix} |");
    }
    assert!(wrong.is_empty(), "not as known:\n{}", wrong.join("\n"));
    let inputs: usize = counts.values().sum();
    let [console, files, commands, calls] =
        ["console", "HAR", "cURL", "calls"].map(|kind| counts[kind]);
    let _ = writeln!(
        text,
        "\n{inputs} inputs: {console} consoles, {files} HAR files, {commands} commands, {calls} calls.\n"
    );
    for (at, reason) in reasons.iter().enumerate() {
        let _ = writeln!(text, "{}. {reason}.", at + 1);
    }
    assert!(inputs >= 40, "{text}");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/explained.md");
    if env::var_os("CROSSCHECK_WRITE").is_some() {
        fs::write(&file, &text).expect("it is written");
    }
    let known = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        known == text,
        "docs/explained.md is not what came of it; CROSSCHECK_WRITE=1 writes:\n{text}"
    );
}
