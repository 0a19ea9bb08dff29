//! Phase 2: the target becomes a path, host and path find a backend, and that its policy.
//!
//! Owns what a target may look like. Which policy a backend has is its selector's business.

use http::Method;
use http::request::Parts;
use http::uri::PathAndQuery;

/// What to ask an upstream for; `None` if it cannot be asked: a tunnel (`CONNECT`), or the server as a
/// whole (`OPTIONS *`). A target in absolute form counts by its path, as HTTP has it.
pub(crate) fn target(request: &Parts) -> Option<PathAndQuery> {
    request
        .uri
        .path_and_query()
        .filter(|target| target.path().starts_with('/') && request.method != Method::CONNECT)
        .cloned()
}

/// A target without the first segments of its path: those that a backend is served under.
pub(crate) fn without_prefix(target: &PathAndQuery, prefix: &str) -> Option<PathAndQuery> {
    let rest = target.as_str().strip_prefix(prefix)?;
    match rest.as_bytes().first() {
        Some(b'/') => PathAndQuery::try_from(rest).ok(),
        None | Some(b'?') => PathAndQuery::try_from(format!("/{rest}")).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use http::uri::PathAndQuery;

    use super::without_prefix;

    #[test]
    fn a_prefix_goes_by_whole_segments() {
        for (target, rest) in [
            ("/v1/users?x=1", Some("/users?x=1")),
            ("/v1", Some("/")),
            ("/v1/", Some("/")),
            ("/v1?x", Some("/?x")),
            ("/v10", None),
            ("/%761/users", None),
        ] {
            let target = PathAndQuery::try_from(target).expect("a target");
            let stripped = without_prefix(&target, "/v1");
            assert_eq!(stripped.as_ref().map(PathAndQuery::as_str), rest, "{target}");
        }
    }
}
