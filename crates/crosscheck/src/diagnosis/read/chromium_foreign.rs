//! Chromium's lines about CORS in words that it does not write: a page translated them, or somebody typed
//! what a picture shows.
//!
//! What survives is read: two URLs, of which the page's has no path, the names of headers, what stands in
//! quotes.

use alloc::vec::Vec;

use super::beginning::beginning;
use super::firefox_foreign::is_of_code;
use super::firefox_foreign::is_opening;
use super::firefox_foreign::quoted;
use super::firefox_foreign::url_and_tail;
use super::foreign_line::Line;
use super::foreign_line::is_of_preflight;
use crate::catalog::FetchRule;
use crate::diagnosis::texts::beyond_cors::shared::BY_CORS;
use crate::diagnosis::texts::firefox::NOT_MATCHING;

/// The most bytes of a line that is looked at.
const LINE_LIMIT: usize = 4 * 1024;

/// Reads one line; `None` if it is none of Chromium's about CORS.
pub(super) fn read_line(line: &str) -> Option<Line<'_>> {
    let line = beginning(line, LINE_LIMIT);
    let lower = line.to_ascii_lowercase();
    let said = lower.find("cors")?;
    let is_blocked = lower.contains("blocked by cors policy");
    let Some((first, tail)) = url_and_tail(line) else {
        return is_blocked.then(|| read_reason(line));
    };
    let second = url_and_tail(tail).filter(|(url, _)| {
        let (from, to) = (line.len() - tail.len(), place_in(line, url));
        // Firefox says the reason in between, and then where the script stands.
        !(from..to).contains(&said) && is_before_names(&lower, to)
    });
    let opaque = || quoted(line).into_iter().find(|text| *text == "null");
    let ((url, page), tail) = match second {
        Some((second, tail)) => (url_and_page(first, second), tail),
        None => match opaque() {
            Some(page) => ((first, page), tail),
            None if is_blocked => {
                let mut read = read_reason(tail);
                read.caught.push(("url", first));
                return Some(read);
            }
            None => return None,
        },
    };
    if is_of_code(tail) {
        return None;
    }
    let mut read = read_reason(tail);
    let is_named = HEADERS.iter().any(|(name, _)| lower.contains(name));
    let before = |part: &str| line.get(..place_in(line, part)).unwrap_or_default();
    let is_quoted = |part: &str| before(part).ends_with(is_opening);
    let is_whole = is_named && is_quoted(url) && is_quoted(page);
    read.is_unsure |= !is_whole && !is_blocked;
    read.caught.extend([("url", url), ("origin", page)]);
    Some(read)
}

/// Where a part of a line begins.
fn place_in(line: &str, part: &str) -> usize {
    part.as_ptr().addr() - line.as_ptr().addr()
}

/// What the end of a line tells, behind the URLs: the rules, and what was caught.
pub(super) fn read_reason(tail: &str) -> Line<'_> {
    let tail = beginning(tail, LINE_LIMIT);
    let lower = tail.to_ascii_lowercase();
    let of_header = HEADERS.iter().find(|(name, _)| lower.contains(name)).map(|(_, of)| *of);
    let is_other = |text: &&str| {
        let text = text.to_ascii_lowercase();
        !text.is_empty() && text != "include" && HEADERS.iter().all(|(name, _)| text != *name)
    };
    let quoted: Vec<&str> = quoted(tail).into_iter().filter(is_other).collect();
    let is_of_credentials = ["include", "credential"].iter().any(|word| lower.contains(word));
    let is_of_preflight = is_of_preflight(tail);
    let mut is_unsure = false;
    let (rules, caught): (&'static [FetchRule], _) = match of_header {
        Some(Of::Headers) => {
            (&[FetchRule::HeadersNotAllowed], name_in(tail, &quoted).map(|name| ("header", name)))
        }
        Some(Of::Methods) => (&[FetchRule::MethodNotAllowed], method_in(tail)),
        Some(Of::Credentials) => (&[FetchRule::AllowCredentials], None),
        Some(Of::Origin) if quoted.contains(&"*") && is_of_credentials => {
            (&[FetchRule::WildcardWithCredentials], None)
        }
        Some(Of::Origin) => match quoted.iter().copied().find(|text| is_value(text)) {
            Some(value) if value.contains(',') => (
                &[FetchRule::AllowOriginMultiple, FetchRule::AllowOriginList],
                Some(("value", value)),
            ),
            Some(value) => (NOT_MATCHING, Some(("value", value))),
            None => (&[FetchRule::AllowOriginMissing], None),
        },
        None if lower.contains("address space") => (of_address_space(&lower), None),
        None => {
            let is_redirect = REDIRECT.iter().any(|word| lower.contains(word));
            match (is_of_preflight, is_redirect) {
                (true, true) => (&[FetchRule::PreflightRedirect], None),
                (true, false) if lower.contains("http") => (&[FetchRule::PreflightStatus], None),
                (true, false) => {
                    is_unsure = true;
                    (PREFLIGHT_BY_CORS, None)
                }
                (false, _) => {
                    is_unsure = true;
                    (BY_CORS, None)
                }
            }
        }
    };
    Line { rules, caught: caught.into_iter().collect(), is_unsure, is_of_preflight }
}

/// Which of two URLs was asked for, and which is the page's: an origin has no path.
pub(super) fn url_and_page<'t>(first: &'t str, second: &'t str) -> (&'t str, &'t str) {
    match is_origin(first) && !is_origin(second) {
        true => (second, first),
        false => (first, second),
    }
}

/// Whether a URL is an origin alone.
pub(super) fn is_origin(url: &str) -> bool {
    url.split_once("://")
        .is_some_and(|(_, rest)| !rest.is_empty() && !rest.contains(['/', '?', '#']))
}

/// What a preflight's answer may have been refused by.
const PREFLIGHT_BY_CORS: &[FetchRule] = &[
    FetchRule::PreflightStatus,
    FetchRule::AllowOriginMissing,
    FetchRule::AllowOriginMismatch,
    FetchRule::WildcardWithCredentials,
    FetchRule::AllowCredentials,
];

/// Whether a place is before the first name of a header: a URL behind it is a value.
fn is_before_names(lower: &str, place: usize) -> bool {
    HEADERS.iter().filter_map(|(name, _)| lower.find(name)).all(|name| place < name)
}

/// Whether it may be what `Access-Control-Allow-Origin` said, and no word about it.
fn is_value(text: &str) -> bool {
    text == "*" || text == "null" || text.contains("://") || text.contains(',')
}

fn of_address_space(lower: &str) -> &'static [FetchRule] {
    if lower.contains("permission") {
        return &[FetchRule::LocalNetworkDenied];
    }
    match lower.contains("secure context") || lower.contains("more-private") {
        true => &[FetchRule::LocalNetworkInsecure],
        false => &[FetchRule::LocalNetworkMismatch],
    }
}

/// The name of a request's header: what is quoted, else a word that can be nothing else.
fn name_in<'t>(tail: &'t str, quoted: &[&'t str]) -> Option<&'t str> {
    let is_name = |text: &str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
    };
    let is_known = |word: &&str| {
        let lower = word.to_ascii_lowercase();
        let is_another = lower.starts_with("access-control-") || lower.contains("preflight");
        let is_header =
            lower.contains('-') || matches!(&*lower, "authorization" | "baggage" | "traceparent");
        is_header && !is_another && lower != "pre-flight" && is_name(word.trim_matches('-'))
    };
    let words = || tail.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')));
    quoted.iter().copied().find(|text| is_name(text)).or_else(|| words().find(is_known))
}

fn method_in(tail: &str) -> Option<(&'static str, &str)> {
    let mut words = tail.split(|c: char| !c.is_ascii_alphabetic());
    let method = words.find(|word| METHODS.contains(word))?;
    Some(("method", method))
}

/// Which header a reason is about.
#[derive(Clone, Copy)]
enum Of {
    Headers,
    Methods,
    Credentials,
    Origin,
}

/// In the order in which they tell: of an origin most reasons speak.
const HEADERS: [(&str, Of); 4] = [
    ("access-control-allow-headers", Of::Headers),
    ("access-control-allow-methods", Of::Methods),
    ("access-control-allow-credentials", Of::Credentials),
    ("access-control-allow-origin", Of::Origin),
];

const METHODS: [&str; 7] = ["PUT", "PATCH", "DELETE", "GET", "POST", "HEAD", "QUERY"];

/// How languages call a redirect.
const REDIRECT: [&str; 7] =
    ["redirec", "rediri", "重定向", "重新導向", "リダイレクト", "перенаправ", "weiterleitung"];
