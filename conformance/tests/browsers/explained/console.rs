//! Texts of consoles.

use std::fs;
use std::fs::File;

use conformance::browser::Browser;
use conformance::process::PATIENCE;
use conformance::process::eventually;
use conformance::recorder::console_texts;

use crate::explained::report::Needs;
use crate::explained::table::Cell;

/// What WebKit writes while a page runs.
pub(crate) fn webkit(url: &str, last: &str, done: impl FnOnce()) -> Vec<String> {
    let log = tempfile::NamedTempFile::new().expect("a temporary file");
    let file = File::create(log.path()).expect("it is there");
    let _page = Browser::Webkit.open_with_log(url, file).expect("the browser starts");
    done();
    let texts = eventually(PATIENCE, || {
        let texts = console_texts(Browser::Webkit, &fs::read_to_string(log.path()).ok()?);
        texts.iter().any(|text| text.contains(last)).then_some(texts)
    });
    texts.expect("the last text comes")
}

/// All that a console says about a case, pasted at once.
pub(crate) fn explain(needs: &Needs<'_>, browser: &'static str, texts: &[String]) -> Cell {
    let path = needs.case.path();
    let about = texts.iter().filter(|text| text.contains(&path));
    let lines: Vec<&str> = about.flat_map(|text| text.split(" | ")).collect();
    if lines.iter().all(|line| line.contains("Failed to load resource")) {
        return Cell::nothing();
    }
    let report = needs.report_on(&lines.join("\n"));
    let findings = report["findings"].as_array().expect("findings");
    assert_eq!(findings.len(), 1, "{browser}: {lines:#?}\n{report:#}");
    Cell { inputs: 1, told: needs.verdict_on(&findings[0]) }
}
