//! Phase 2: the target becomes a path, the path a policy.
//!
//! Owns what a target may look like. Which policy belongs to a path is [`Policies`]' business.

use std::sync::Arc;

use crosscheck_service::PolicySnapshot;
use http::Method;
use http::request::Parts;
use http::uri::PathAndQuery;

use crate::Policies;

/// What was found.
#[derive(Debug)]
pub(crate) struct Matched {
    /// Speaks for the path; `None` if nobody does.
    pub(crate) policy: Option<Arc<PolicySnapshot>>,
    /// What to ask the upstream for; `None` if it cannot be asked: a tunnel (`CONNECT`), or the
    /// server as a whole (`OPTIONS *`).
    pub(crate) target: Option<PathAndQuery>,
}

/// Finds the policy. A target in absolute form counts by its path, as HTTP has it.
pub(crate) fn match_policy(policies: &dyn Policies, request: &Parts) -> Matched {
    let target = request
        .uri
        .path_and_query()
        .filter(|target| target.path().starts_with('/') && request.method != Method::CONNECT)
        .cloned();
    Matched { policy: policies.select(request.uri.path()), target }
}
