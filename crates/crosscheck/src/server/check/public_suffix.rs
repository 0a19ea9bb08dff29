//! Who hands out names under a domain.

#[cfg(not(feature = "public-suffix"))]
use crate::wire::holds;
use crate::wire::is_loopback;
#[cfg(feature = "public-suffix")]
use crate::wire::public_suffix;

/// Who hands out the names under a base.
pub(super) enum Suffix {
    /// Its owner alone.
    Own,
    /// A registry, to anybody: `com`, `co.uk`; or nobody knows, as of `corp`.
    Registry,
    /// A host of strangers' sites: `github.io`, `netlify.app`.
    #[cfg_attr(not(feature = "public-suffix"), expect(dead_code, reason = "the list knows them"))]
    Shared,
}

/// Classes a base by the public suffix list, its private section included. Without the feature
/// `public-suffix` there is none: what is not a single label is taken for its owner's.
///
/// Spec: <https://publicsuffix.org/list/>
pub(super) fn suffix_class(base: &str) -> Suffix {
    if is_loopback(base) { Suffix::Own } else { listed(base) }
}

#[cfg(feature = "public-suffix")]
fn listed(base: &str) -> Suffix {
    match public_suffix(base) {
        Some(suffix) if suffix.as_bytes() != base.as_bytes() => Suffix::Own,
        Some(suffix) if suffix.typ() == Some(psl::Type::Private) => Suffix::Shared,
        _ => Suffix::Registry,
    }
}

#[cfg(not(feature = "public-suffix"))]
fn listed(base: &str) -> Suffix {
    if holds(base, ".") { Suffix::Own } else { Suffix::Registry }
}
