//! What stands beside a text and completes it: the status in Chromium's line about the network, the one URL that
//! is told at all; and the URLs in a line.

use alloc::vec::Vec;

use super::chromium_foreign::is_origin;
use crate::agent::Stage;
use crate::catalog::FetchRule;
use crate::diagnosis::Refusal;
use crate::diagnosis::texts::Browser;
use crate::diagnosis::texts::CHROMIUM;
use crate::diagnosis::texts::WEBKIT;

/// A status that is told in a line of its own.
pub(super) struct Answered<'t> {
    /// The URL, or Safari's name for it: its last part.
    url: &'t str,
    pub(super) status: u16,
    /// Whether the line says that the preflight was answered so; `None` if it does not tell.
    is_of_preflight: Option<bool>,
}

impl Answered<'_> {
    /// Whether it completes a reading: no page was told this status, so it is the refused answer's.
    pub(super) fn is_told_of(&self, refusal: &Refusal, browser: Browser) -> bool {
        let Refusal { url: Some(url), rule, stage, status: None, .. } = refusal else {
            return false;
        };
        let path = url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
        let is_name = !self.url.contains("://") && path.rsplit('/').next() == Some(self.url);
        let is_stage = match stage {
            Some(Stage::Preflight) => {
                *rule == FetchRule::PreflightStatus
                    && self.is_of_preflight.unwrap_or(browser == WEBKIT)
            }
            _ => browser == CHROMIUM && self.is_of_preflight != Some(true),
        };
        is_stage && (self.url == url || is_name)
    }
}

/// Each status that a console tells in a line of its own.
pub(super) fn statuses(text: &str) -> impl Iterator<Item = Answered<'_>> {
    text.lines().filter_map(status_told)
}

/// `GET https://api.example.com/x net::ERR_FAILED 500 (Internal Server Error)`, the same without the code, and
/// `Failed to load resource: the server responded with a status of 500 () (x, line 0)`.
fn status_told(line: &str) -> Option<Answered<'_>> {
    const RESPONDED: &str = "the server responded with a status of ";
    if let Some((before, after)) = line.split_once(RESPONDED) {
        let (status, after) = after.split_once(' ')?;
        let name = || after.rsplit_once('(')?.1.split_once(", line ").map(|(name, _)| name);
        let url = last_url(before).or_else(name)?;
        return Some(Answered { url, status: status.parse().ok()?, is_of_preflight: None });
    }
    let coded =
        line.split_once(" net::ERR_FAILED ").or_else(|| line.split_once(" net::ERR_ABORTED "));
    let (before, after) = coded.or_else(|| line.rsplit_once(" (")?.0.rsplit_once(' '))?;
    let status =
        after.split(' ').next()?.parse().ok().filter(|status| (100..600).contains(status))?;
    let url = last_url(before)?;
    let ahead = before.trim_end().strip_suffix(url).unwrap_or_default();
    let method = ahead.trim_end().rsplit(char::is_whitespace).next()?;
    let is_told = coded.is_some() || METHODS.contains(&method);
    is_told.then_some(Answered { url, status, is_of_preflight: Some(method == "OPTIONS") })
}

/// The URL in `OPTIONS https://api.example.com/x `, where a line ends so.
pub(super) fn asked_by_method(line: &str) -> Option<&str> {
    let url = last_url(line)?;
    let method =
        line.trim_end().strip_suffix(url)?.trim_end().rsplit(char::is_whitespace).next()?;
    METHODS.contains(&method).then_some(url)
}

const METHODS: [&str; 7] = ["OPTIONS", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

/// The line at the end of a text, as far as it goes.
pub(super) fn last_line(text: &str) -> &str {
    text.rsplit('\n').next().unwrap_or_default()
}

/// The URL of a text that names but one, places in script left out.
pub(super) fn only_url(text: &str) -> Option<&str> {
    let lines = text.lines().filter(|line| line.contains("://"));
    let mut urls: Vec<&str> = lines.take(MOST_LINES).filter_map(last_url).collect();
    urls.retain(|url| !is_of_script(url));
    urls.dedup();
    match urls[..] {
        [url] => Some(url),
        _ => None,
    }
}

/// Whether a URL is a place in script, as a stack has it, or a page about the error.
fn is_of_script(url: &str) -> bool {
    let path = url.splitn(4, '/').nth(3).unwrap_or_default();
    let is_place =
        path.rsplit(':').next().is_some_and(|end| end.bytes().all(|b| b.is_ascii_digit()));
    let is_file = [".js", ".mjs", ".ts", ".tsx", ".jsx", ".dart", ".html", ".vue"];
    let name = path.split(['?', '#', ':']).next().unwrap_or_default();
    (is_place && path.contains(':'))
        || is_file.iter().any(|end| name.ends_with(end))
        || url.contains("developer.mozilla.org")
}

/// The last URL in a text, and the page's origin where that stands behind it in the same line.
pub(super) fn asked_before(text: &str) -> (Option<&str>, Option<&str>) {
    let Some(last) = last_url(text) else { return (None, None) };
    let Some((before, _)) = text.rsplit_once(last) else { return (Some(last), None) };
    let line = before.rsplit('\n').next().unwrap_or_default();
    // `from https://app.example.com it says`: the page, where what was asked stands above.
    let word = line.trim_end().rsplit(char::is_whitespace).next();
    let mut above = before.lines().rev().take(MOST_LINES).filter_map(last_url);
    let above = above.find(|first| is_origin(last) && !is_origin(first));
    if above.is_some() && word.is_some_and(|word| word.eq_ignore_ascii_case("from")) {
        return (above, Some(last));
    }
    match last_url(line).filter(|first| is_origin(last) && !is_origin(first)) {
        Some(first) => (Some(first), Some(last)),
        None => (Some(last), None),
    }
}

/// The last URL of HTTP or of a WebSocket in a text.
pub(super) fn last_url(text: &str) -> Option<&str> {
    let schemes = ["http://", "https://", "ws://", "wss://"];
    let start = schemes.iter().filter_map(|scheme| text.rfind(scheme)).max()?;
    let url = text.get(start..)?.split(char::is_whitespace).next()?;
    // As code writes it, `'https://app.example.com'}`, its quotes end it.
    let quote = text.get(..start)?.chars().next_back().filter(|c| "'\"`".contains(*c));
    let is_end = |rest: &str| rest.starts_with(['}', ']', ',', ';']);
    let url = quote
        .and_then(|quote| url.split_once(quote).filter(|(_, rest)| is_end(rest)))
        .map_or(url, |(url, _)| url);
    Some(url.trim_end_matches(['.', ',', ':', ')', '’', '”', '\'', '"', '!', ';']))
}

/// The most lines that are looked at.
const MOST_LINES: usize = 64;
