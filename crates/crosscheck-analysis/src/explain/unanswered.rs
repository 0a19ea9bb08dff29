//! What is no error, and a network panel's pane in which no answer is.

use crosscheck::diagnosis::words_of_no_error;

use super::header_lines::find;
use super::header_lines::header_line;
use super::header_side::is_only_asked;
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
    notes.extend(of_request(text).filter(|_| asked.is_none()));
    let mut report = Report::new(
        if asked.is_some() { "pane" } else { "remark" },
        Verdict::Explained,
        Vec::new(),
    );
    report.notes = notes;
    (!report.notes.is_empty()).then_some(report)
}

/// The most lines that are looked at, and how many make a request.
const MOST_LINES: usize = 256;
const FEWEST: usize = 3;

/// What header lines of a request tell, where no others stand beside them.
fn of_request(text: &str) -> Option<String> {
    let lines: Vec<(String, String)> =
        text.lines().take(MOST_LINES).filter_map(|line| header_line(line.trim())).collect();
    let asked = lines.iter().filter(|(name, _)| is_only_asked(&name.to_ascii_lowercase()));
    if asked.count() < FEWEST {
        return None;
    }
    let method = find(&lines, "access-control-request-method");
    let names = find(&lines, "access-control-request-headers").unwrap_or_default();
    let what = match (method, names) {
        (None, _) => "these are a request's headers".to_owned(),
        (Some(method), "") => {
            format!("these are the headers of a preflight, which asks whether {method} may be sent")
        }
        (Some(method), names) => {
            format!(
                "these are the headers of a preflight, which asks whether {method} may be sent with {names}"
            )
        }
    };
    Some(format!(
        "{what}: whether a page may do so is told by the response headers, which are not in the text, and by the status"
    ))
}
