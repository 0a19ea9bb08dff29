//! A look at every exchange, for those who show, count or log them.

use std::sync::Arc;

use http::HeaderMap;
use http::StatusCode;
use http::request::Parts;

/// Sees each exchange once, when its answer's head is final. Must not block.
pub trait Observer: Send + Sync + 'static {
    /// An answer is about to leave.
    fn answered(&self, exchange: &Exchange<'_>);
}

impl<O: Observer> Observer for Arc<O> {
    fn answered(&self, exchange: &Exchange<'_>) {
        (**self).answered(exchange);
    }
}

/// One request as it arrived and the head of its answer as it leaves.
#[derive(Clone, Copy, Debug)]
pub struct Exchange<'a> {
    /// The request's head.
    pub request: &'a Parts,
    /// The answer's status.
    pub response_status: StatusCode,
    /// The answer's headers.
    pub response_headers: &'a HeaderMap,
    /// Who answered.
    pub answered_by: AnsweredBy,
}

/// Who answered a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnsweredBy {
    /// The gateway itself: a preflight, or an error of its own.
    Gateway,
    /// The upstream.
    Upstream,
}
