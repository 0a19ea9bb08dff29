//! Phase 3: what to answer, as far as CORS is concerned.
//!
//! Owns how a request's head is read for it. The rules are `crosscheck`'s.

use crosscheck::server::Decision;
use crosscheck::server::Policy;
use crosscheck::server::RequestHead;
use http::request::Parts;

/// Asks the policy.
pub(crate) fn decide<'p>(policy: &'p Policy, request: &Parts) -> Decision<'p> {
    policy.decide(&Head(request))
}

struct Head<'r>(&'r Parts);

impl RequestHead for Head<'_> {
    fn method(&self) -> &str {
        self.0.method.as_str()
    }

    fn path(&self) -> &str {
        self.0.uri.path()
    }

    fn header_lines<'a>(&'a self, name: &'static str) -> impl Iterator<Item = &'a [u8]> {
        self.0.headers.get_all(name).into_iter().map(http::HeaderValue::as_bytes)
    }
}
