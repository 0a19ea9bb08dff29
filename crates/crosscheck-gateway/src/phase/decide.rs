//! Phase 3: what to answer, as far as CORS is concerned.
//!
//! The rules are `crosscheck`'s.

use crosscheck::server::Decision;
use crosscheck_service::PolicySnapshot;
use crosscheck_service::http_crate::HttpHead;
use http::request::Parts;

/// Asks the policy.
pub(crate) fn decide<'p>(policy: &'p PolicySnapshot, request: &Parts) -> Decision<'p> {
    policy.decide(&HttpHead::from(request))
}
