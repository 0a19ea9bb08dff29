//! Phase 2, match policy: which policy speaks for a path.

use crosscheck::server::Policy;

/// The policies of one gateway.
///
/// A [`Policy`] is the simplest: it speaks for every path.
pub trait Policies: Send + Sync + 'static {
    /// The policy for a path; `None` leaves that path's CORS to the upstream, untouched.
    fn select(&self, path: &str) -> Option<&Policy>;
}

impl Policies for Policy {
    fn select(&self, _path: &str) -> Option<&Policy> {
        Some(self)
    }
}
