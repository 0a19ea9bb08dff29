//! The set of origins that a policy allows.

use alloc::string::String;
use alloc::vec::Vec;

/// Which origins may read. A set is never empty and is compared byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum OriginSet {
    /// Every origin, without credentials.
    Any,
    /// These origins, sorted.
    Exact(Vec<String>),
}

impl OriginSet {
    /// The listed origin that equals what the browser sent; what is echoed is ours, never theirs.
    pub(super) fn find(&self, origin: &[u8]) -> Option<&str> {
        match self {
            Self::Any => None,
            Self::Exact(origins) => {
                let found = origins.binary_search_by(|o| o.as_bytes().cmp(origin)).ok()?;
                Some(&origins[found])
            }
        }
    }
}
