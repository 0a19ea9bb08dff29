//! Phase 3, decide: what the policy says to this request.

use crosscheck::server::RequestHead;
use http::HeaderMap;
use http::request::Parts;

/// A request's head, as the policy reads it.
pub(crate) struct Head<'a> {
    method: &'a str,
    headers: &'a HeaderMap,
}

impl<'a> Head<'a> {
    pub(crate) fn of(parts: &'a Parts) -> Self {
        Self { method: parts.method.as_str(), headers: &parts.headers }
    }
}

impl RequestHead for Head<'_> {
    fn method(&self) -> &str {
        self.method
    }

    fn header_lines<'a>(&'a self, name: &'static str) -> impl Iterator<Item = &'a [u8]> {
        self.headers.get_all(name).iter().map(http::HeaderValue::as_bytes)
    }
}
