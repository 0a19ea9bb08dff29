//! A server's configuration: nobody refused anything yet, and what it allows can be read from it.

use crosscheck_export::Imported;
use crosscheck_export::import;

use super::report::Report;
use super::report::Verdict;

/// The longest that is looked at here, where people paste what they changed.
const MOST: usize = 64 * 1024;

/// The most remarks that are told; the command for configurations tells all.
const MOST_REMARKS: usize = 8;

/// What a configuration deserves to be told; `None` if nothing in a text is about CORS, or nobody can tell whose
/// it is.
pub(super) fn explain(text: &str) -> Option<Report> {
    let imported = Some(text).filter(|text| text.len() <= MOST)?;
    let Imported { server, not_understood, notes, directives, .. } = import(imported, None).ok()?;
    if directives == 0 {
        return None;
    }
    let mut report = Report::new("configuration", Verdict::Explained, Vec::new());
    report.notes.push(format!(
        "this is a configuration of {}, and no browser's word: `crosscheck import` says which policy it comes to, \
         and `crosscheck check` what a browser is answered",
        server.title(),
    ));
    for remark in notes.iter().chain(&not_understood).take(MOST_REMARKS) {
        let place = match remark.line {
            0 => String::new(),
            line => format!("line {line}, "),
        };
        report.notes.push(format!("{place}`{}`: {}", remark.text, remark.reason));
    }
    Some(report)
}
