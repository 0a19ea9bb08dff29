//! Which headers of a request the browser writes by itself.

use crosscheck::wire::is_forbidden_request_header;

/// Whether the browser itself writes a header, so that no script set it: in what was copied from a
/// browser most headers are such.
pub(crate) fn is_the_browsers_own(name: &str, value: &[u8], is_from_a_browser: bool) -> bool {
    let name = name.to_ascii_lowercase();
    let always = name.starts_with(':') || is_forbidden_request_header(&name, value);
    always || (is_from_a_browser && OFTEN.contains(&name.as_str()))
}

/// Headers that script may set and that browsers mostly set themselves.
const OFTEN: [&str; 9] = [
    "accept",
    "accept-language",
    "cache-control",
    "if-modified-since",
    "if-none-match",
    "pragma",
    "priority",
    "upgrade-insecure-requests",
    "user-agent",
];
