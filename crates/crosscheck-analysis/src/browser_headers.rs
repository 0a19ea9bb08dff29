//! Which headers of a request the browser writes by itself.

use crosscheck::wire::is_forbidden_request_header;

/// Whether the browser itself writes a header, so that no script set it: in what was copied from a
/// browser most headers are such.
pub(crate) fn is_the_browsers_own(name: &str, value: &[u8], is_from_a_browser: bool) -> bool {
    let name = name.to_ascii_lowercase();
    let always = name.starts_with(':') || is_forbidden_request_header(&name, value);
    always || (is_from_a_browser && OFTEN.contains(&name.as_str()))
}

/// Whether a header tells that a browser made the request: no page and no tool writes it by itself.
pub(crate) fn tells_a_browser(name: &str, value: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_hint = name.starts_with("sec-fetch-") || name.starts_with("sec-ch-");
    is_hint || (name == "user-agent" && value.starts_with("Mozilla/"))
}

/// Whether a header tells that a request was made with credentials.
///
/// Browsers tell of their access to cookies only where they would send them; most send no cookie to
/// another site, so that this is all there is to see.
pub(crate) fn tells_credentials(name: &str) -> bool {
    ["cookie", "sec-fetch-storage-access"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// The headers that a preflight asks for, with values that need asking.
///
/// In: the value of `Access-Control-Request-Headers`.
pub(crate) fn asked_for(names: &str) -> Vec<(String, String)> {
    let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
    let value = |name: &str| match name {
        "content-type" => "application/json",
        _ => "x",
    };
    names.map(|name| (name.to_owned(), value(name).to_owned())).collect()
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
