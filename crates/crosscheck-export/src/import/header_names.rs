//! The headers of answers that a policy speaks for.

use crosscheck::server::CORS_RESPONSE_HEADERS;

/// The header's name in lower case, if an import looks at it.
pub(crate) fn cors_header(name: &str) -> Option<String> {
    let lower = name.trim_matches(['"', '\'', ':']).to_ascii_lowercase();
    let others = ["timing-allow-origin", "cross-origin-resource-policy"];
    let is_known = CORS_RESPONSE_HEADERS.contains(&lower.as_str())
        || lower.starts_with("access-control-")
        || others.contains(&lower.as_str());
    is_known.then_some(lower)
}
