//! Who hands out names under a domain.

use crate::wire::is_loopback;
use crate::wire::public_suffix;

/// Who hands out the names under a base.
pub(super) enum Suffix {
    /// Its owner alone.
    Own,
    /// A registry, to anybody: `com`, `co.uk`; or nobody knows, as of `corp`.
    Registry,
    /// A host of strangers' sites: `github.io`, `netlify.app`.
    Shared,
}

/// Classes a base by the public suffix list, its private section included.
///
/// Spec: <https://publicsuffix.org/list/>
pub(super) fn suffix_class(base: &str) -> Suffix {
    match public_suffix(base) {
        _ if is_loopback(base) => Suffix::Own,
        Some(suffix) if suffix.as_bytes() != base.as_bytes() => Suffix::Own,
        Some(suffix) if suffix.typ() == Some(psl::Type::Private) => Suffix::Shared,
        _ => Suffix::Registry,
    }
}
