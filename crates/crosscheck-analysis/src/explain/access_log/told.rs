//! Lines of a server's own log of what was asked: they hold no header of CORS, but a preflight that met an error
//! or a redirect shows in them.

use std::collections::BTreeSet;

use crosscheck::agent::Stage;
use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::Refusal;

use super::json;
use super::line;
use super::line::Asked;
use super::table;
use crate::explain::overrides::Overrides;
use crate::explain::report::Finding;
use crate::explain::report::Report;
use crate::explain::report::Verdict;

/// What lines of a log tell; `None` if there are none in a text.
pub(in crate::explain) fn explain(text: &str, overrides: &Overrides) -> Option<Report> {
    let mut lines = table::read(text);
    if lines.is_empty() {
        let read = |line| line::read(line).or_else(|| json::read(line));
        lines = text.lines().filter_map(read).collect::<Vec<Asked<'_>>>();
    }
    lines.first()?;
    let mut findings: Vec<Finding> = Vec::new();
    let mut told = BTreeSet::new();
    for line in lines.iter().filter(|line| line.method == "OPTIONS" && line.status >= 300) {
        let mut refusal = Refusal::new(match line.status {
            301 | 302 | 303 | 307 | 308 => FetchRule::PreflightRedirect,
            _ => FetchRule::PreflightStatus,
        });
        refusal.stage = Some(Stage::Preflight);
        refusal.status = Some(line.status);
        refusal.origin.clone_from(&line.page);
        if told.insert((line.status, &line.page)) {
            findings.push(Finding::of(refusal));
        }
    }
    findings.iter_mut().for_each(|finding| overrides.complete(finding));
    let verdict = if findings.is_empty() { Verdict::Explained } else { Verdict::Refused };
    let mut report = Report::new("log", verdict, findings);
    let shown = lines.iter().find(|line| line.method == "OPTIONS").unwrap_or(&lines[0]);
    report.notes.push(format!(
        "a server's log does not hold the headers of CORS: ask what a browser would be answered at `{}`, with \
         `crosscheck check`, or read the browser's console",
        shown.target,
    ));
    Some(report)
}
