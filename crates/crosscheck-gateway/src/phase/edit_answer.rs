//! Phase 5: the answer's headers say what was decided, and nothing else about CORS.
//!
//! Chooses nothing: each edit is done as it is.

use crosscheck::server::Decision;
use crosscheck_service::PolicySnapshot;
use crosscheck_service::http_crate;
use http::HeaderMap;
use http::HeaderValue;

/// Takes every CORS header away that is there and applies the decision's edits.
///
/// In: the answer's headers; the request's `Origin` line, which an edit may echo; the policy that
/// decided.
pub(crate) fn edit_answer(
    headers: &mut HeaderMap,
    origin: Option<&HeaderValue>,
    policy: &PolicySnapshot,
    decision: &Decision<'_>,
) {
    http_crate::edit_answer(headers, origin, policy, decision.edits().plan());
}
