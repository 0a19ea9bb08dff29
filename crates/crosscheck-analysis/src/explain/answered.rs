//! What a console, a library or somebody in words says of an answer with the status of an error, where nobody says
//! that the page may not read it: a preflight that was refused, else no matter of CORS.

use crosscheck::agent::Stage;
use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::Refusal;
use url::Url;

use super::overrides::Overrides;
use super::pane;
use super::report::Finding;
use super::report::Report;
use super::report::Verdict;

/// The longest text that is taken for somebody's words about a preflight.
const MOST_WORDS: usize = 512;

/// The most lines that are looked at.
const MOST_LINES: usize = 256;

/// Explains it; `None` if a text tells of no such answer.
pub(super) fn explain(text: &str, overrides: &Overrides) -> Option<Report> {
    let told: Vec<Answered<'_>> = text.lines().take(MOST_LINES).filter_map(of_console).collect();
    let preflight = told.iter().find(|answered| answered.method == Some("OPTIONS"));
    let (url, status) = match preflight {
        Some(answered) => (answered.url.map(str::to_owned), answered.status),
        None => match told.first() {
            Some(answered) => return Some(readable(answered.status, answered.is_of_element)),
            None => match of_library(text) {
                Some(status) => return Some(readable(status, false)),
                None => (pane::asked_url(text).map(String::from), of_preflight_in_words(text)?),
            },
        },
    };
    let mut refusal = Refusal::new(FetchRule::PreflightStatus);
    refusal.url = url;
    refusal.status = Some(status);
    refusal.stage = Some(Stage::Preflight);
    let mut finding = Finding::of(refusal);
    overrides.complete(&mut finding);
    Some(Report::new("answer", Verdict::Refused, vec![finding]))
}

/// Gives a refusal of a preflight the status that a console tells of its `OPTIONS`, in a line of its own.
pub(super) fn fill_in_status(report: &mut Report, text: &str) {
    for finding in &mut report.findings {
        let case = &finding.case;
        let is_of_preflight = case.stage == Some(Stage::Preflight) || case.rule.is_of_preflight();
        if case.status.is_some() || !is_of_preflight {
            continue;
        }
        let is_it = |answered: &Answered<'_>| {
            let is_url = case.url.is_none() || answered.url == case.url.as_deref();
            answered.method == Some("OPTIONS") && is_url
        };
        let status = text.lines().take(MOST_LINES).filter_map(of_console).find(is_it);
        if let Some(Answered { status, .. }) = status {
            finding.case.status = Some(status);
            finding.wanted.status = Some(status);
        }
    }
}

/// One line of a console.
struct Answered<'t> {
    method: Option<&'t str>,
    url: Option<&'t str>,
    status: u16,
    /// Whether it was an element's or a module's, of which script is told nothing.
    is_of_element: bool,
}

/// `POST https://api.example.com/x 401 (Unauthorized)`, with `net::ERR_ABORTED` before the status, or `Failed to
/// load resource: the server responded with a status of 404 (Not Found)`.
fn of_console(line: &str) -> Option<Answered<'_>> {
    const RESPONDED: &str = "the server responded with a status of ";
    if let Some((_, after)) = line.split_once(RESPONDED) {
        let status = error_status(after)?;
        return Some(Answered { method: None, url: None, status, is_of_element: false });
    }
    // Firefox, below the request: `[HTTP/2 403 Forbidden 120ms]`.
    if let Some((_, after)) =
        line.trim().strip_prefix("[HTTP/").and_then(|rest| rest.split_once(' '))
    {
        let status = error_status(after)?;
        return Some(Answered { method: None, url: None, status, is_of_element: false });
    }
    let mut words = line.split_whitespace();
    let method = words.find(|word| METHODS.contains(word))?;
    let url = words.next().filter(|url| Url::parse(url).is_ok() && url.contains("://"))?;
    let after = words.next()?;
    let (after, is_of_element) = match after {
        "net::ERR_ABORTED" => (words.next()?, true),
        after => (after, false),
    };
    let is_named = words.next().map_or(method == "OPTIONS", |word| word.starts_with('('));
    let status = error_status(after).filter(|_| is_named)?;
    Some(Answered { method: Some(method), url: Some(url), status, is_of_element })
}

const METHODS: [&str; 7] = ["OPTIONS", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

/// The status of an error with which a text begins.
fn error_status(text: &str) -> Option<u16> {
    let digits = text.get(..3)?;
    let is_whole = !text.as_bytes().get(3).is_some_and(u8::is_ascii_digit);
    digits.parse().ok().filter(|status| is_whole && (400..600).contains(status))
}

/// What a library says of an answer whose status script was told: it was let read it.
fn of_library(text: &str) -> Option<u16> {
    const BEFORE: [&str; 3] =
        ["Request failed with status code ", "Response code ", "HttpErrorResponse: "];
    let told = BEFORE.iter().find_map(|before| text.split(before).skip(1).find_map(error_status));
    told.or_else(|| {
        let (_, rest) = text.split_once("Http failure response for ")?;
        error_status(rest.split_once(": ")?.1)
    })
}

/// The status that somebody tells of a preflight: `OPTIONS 405`, `the preflight returns 403`.
fn of_preflight_in_words(text: &str) -> Option<u16> {
    if text.len() > MOST_WORDS {
        return None;
    }
    let is_word = |c: char| c.is_ascii_alphanumeric();
    // `router.ex:406` is a place in code, and a port is no status.
    let is_place = |piece: &&str| piece.contains(':') && piece.contains(['.', '/']);
    let pieces = || text.split_whitespace().filter(|piece| !is_place(piece));
    let words =
        || pieces().flat_map(|piece| piece.split(|c| !is_word(c))).filter(|w| !w.is_empty());
    let is_preflight = |word: &str| word == "OPTIONS" || word.eq_ignore_ascii_case("preflight");
    let is_status = |word: &&str| word.len() == 3;
    words().any(is_preflight).then(|| words().filter(is_status).find_map(error_status))?
}

/// An answer that the page was let read, or the element given.
fn readable(status: u16, is_of_element: bool) -> Report {
    let mut report = Report::new("status", Verdict::Explained, Vec::new());
    report.notes.push(if is_of_element {
        format!(
            "the server answered with {status}, and an element or a module takes no such answer: it is no matter of \
             CORS. See whether the URL is right, and what the server says to it"
        )
    } else {
        format!(
            "script was told the status {status}, so the browser let it read this answer: it is no matter of CORS. \
             Look at what the server says to it, in the answer's body and in its log"
        )
    });
    report
}
