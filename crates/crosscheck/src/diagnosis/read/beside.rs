//! What stands beside a text and completes it: the status in Chromium's line about the network, the one URL that
//! is told at all; and the URLs in a line.

use alloc::vec::Vec;

use super::chromium_foreign::is_origin;

/// Each URL of whose answer Chromium tells the status, though the page did not get it.
pub(super) fn statuses(text: &str) -> impl Iterator<Item = (&str, u16)> {
    text.lines().filter_map(status_told)
}

/// `GET https://api.example.com/x net::ERR_FAILED 500 (Internal Server Error)`.
fn status_told(line: &str) -> Option<(&str, u16)> {
    let (before, after) = line.split_once(" net::ERR_FAILED ")?;
    let status = after.split(' ').next()?.parse().ok()?;
    Some((last_url(before)?, status))
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
    Some(url.trim_end_matches(['.', ',', ':', ')', '’', '”', '\'', '"', '!', ';']))
}

/// The most lines that are looked at.
const MOST_LINES: usize = 64;
