//! What is no error, and a network panel's pane in which no answer is.

use crosscheck::diagnosis::words_of_no_error;

use super::pane;
use super::report::Report;
use super::report::Verdict;

/// Explains it; `None` if nothing of that is in a text.
pub(super) fn explain(text: &str) -> Option<Report> {
    let asked = pane::asked_url(text);
    let mut notes: Vec<String> = words_of_no_error(text)
        .map(|(word, meaning)| format!("`{word}`: {}", meaning.english))
        .collect();
    if let Some(url) = &asked {
        notes.push(format!(
            "no answer is in the text: the status and the response headers tell whether it is a matter of CORS; or \
             ask as a browser does, with `crosscheck check {url} --origin https://app.example.com`"
        ));
    }
    let mut report = Report::new(
        if asked.is_some() { "pane" } else { "remark" },
        Verdict::Explained,
        Vec::new(),
    );
    report.notes = notes;
    (!report.notes.is_empty()).then_some(report)
}
