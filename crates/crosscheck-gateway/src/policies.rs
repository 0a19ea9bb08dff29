//! Which policy applies where.

use std::sync::Arc;

use crosscheck_service::PolicyHandle;
use crosscheck_service::PolicySnapshot;

/// Chooses the policy for a request by its path.
///
/// In: the path as the client sent it, without the query; nothing is decoded or resolved, so
/// `/a/../b` and `/%61` are not `/b` and `/a` here. Rules by path belong into one policy, which
/// knows such tricks; this is for what has policies of its own, such as tenants.
/// Out: `None` speaks no CORS on that path: nothing is added, and the upstream's own CORS headers
/// pass through untouched; a preflight goes to the upstream like any other request.
pub trait Policies: Send + Sync + 'static {
    /// The policy for requests to that path.
    fn select(&self, path: &str) -> Option<Arc<PolicySnapshot>>;
}

/// One policy for every path, whichever is in force.
impl Policies for PolicyHandle {
    fn select(&self, _path: &str) -> Option<Arc<PolicySnapshot>> {
        Some(self.load())
    }
}

impl<P: Policies + ?Sized> Policies for Arc<P> {
    fn select(&self, path: &str) -> Option<Arc<PolicySnapshot>> {
        (**self).select(path)
    }
}
