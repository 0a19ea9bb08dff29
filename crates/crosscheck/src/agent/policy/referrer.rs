//! How much of its own URL a page tells.

use crate::wire::words::words;

words! {
    /// How much of its own URL a page tells.
    ///
    /// Spec: <https://w3c.github.io/webappsec-referrer-policy/#referrer-policy>
    #[expect(clippy::exhaustive_enums, reason = "the standard closes the set")]
    pub enum ReferrerPolicy {
        /// That of the page.
        Empty = "",
        /// Nothing.
        NoReferrer = "no-referrer",
        /// The URL, but nothing from a secure page to an insecure URL.
        NoReferrerWhenDowngrade = "no-referrer-when-downgrade",
        /// The URL to the own origin, nothing elsewhere.
        SameOrigin = "same-origin",
        /// The origin.
        Origin = "origin",
        /// The origin, but nothing from a secure page to an insecure URL.
        StrictOrigin = "strict-origin",
        /// The URL to the own origin, the origin elsewhere.
        OriginWhenCrossOrigin = "origin-when-cross-origin",
        /// The same, but nothing from a secure page to an insecure URL.
        StrictOriginWhenCrossOrigin = "strict-origin-when-cross-origin",
        /// The URL.
        UnsafeUrl = "unsafe-url",
    }
}
