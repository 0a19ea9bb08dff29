//! What a page does with its own insecure URLs, as its `Content-Security-Policy` says.

use alloc::string::String;

/// What becomes of a page's insecure requests.
///
/// Spec: <https://w3c.github.io/webappsec-upgrade-insecure-requests/#insecure-requests-policy>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum InsecureRequestsPolicy {
    /// What becomes of them anyway.
    #[default]
    DoNotUpgrade,
    /// They are sent over TLS: `upgrade-insecure-requests`.
    Upgrade,
    /// None is sent: `block-all-mixed-content`.
    BlockAll,
}

impl InsecureRequestsPolicy {
    /// What the values of a page's `Content-Security-Policy` say.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::InsecureRequestsPolicy;
    ///
    /// let policy = InsecureRequestsPolicy::of(["img-src *; Upgrade-Insecure-Requests"]);
    /// assert_eq!(policy, InsecureRequestsPolicy::Upgrade);
    /// ```
    pub fn of<'v>(values: impl IntoIterator<Item = &'v str>) -> Self {
        let mut policy = Self::DoNotUpgrade;
        for directive in values.into_iter().flat_map(|value| value.split([';', ','])) {
            let name: String = directive.trim().to_ascii_lowercase();
            match name.split_ascii_whitespace().next() {
                Some("upgrade-insecure-requests") => policy = Self::Upgrade,
                Some("block-all-mixed-content") if policy == Self::DoNotUpgrade => {
                    policy = Self::BlockAll;
                }
                _ => {}
            }
        }
        policy
    }
}
