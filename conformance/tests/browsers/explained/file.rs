//! HAR files.

use crate::explained::report::Needs;
use crate::explained::table::Cell;

/// What a panel saved of the requests to a case's URL.
pub(crate) fn explain(needs: &Needs<'_>, browser: &'static str, har: Option<&String>) -> Cell {
    let Some(har) = har else { return Cell::nothing() };
    let report = needs.report_on(har);
    let findings = report["findings"].as_array().expect("findings");
    let of_browser = findings.iter().find(|finding| {
        finding["browsers"].as_array().is_some_and(|all| all.iter().any(|one| one == browser))
    });
    let told = match of_browser {
        Some(finding) => needs.verdict_on(finding),
        None => report["verdict"].as_str().expect("a verdict").to_owned(),
    };
    Cell { inputs: 1, told }
}
