//! How much of its own URL a page tells.

use crate::wire::HeaderList;
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

impl ReferrerPolicy {
    /// The policy of whoever says nothing.
    ///
    /// Spec: <https://w3c.github.io/webappsec-referrer-policy/#default-referrer-policy>
    pub const DEFAULT: Self = Self::StrictOriginWhenCrossOrigin;

    /// What an answer's `Referrer-Policy` says: the last of its words that is one.
    ///
    /// Spec: <https://w3c.github.io/webappsec-referrer-policy/#parse-referrer-policy-from-header>
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::ReferrerPolicy;
    /// use crosscheck::wire::HeaderList;
    ///
    /// // A word of the future stands last, and one that every browser knows before it.
    /// let headers: HeaderList =
    ///     [("Referrer-Policy", "no-referrer, only-on-sundays")].into_iter().collect();
    /// assert_eq!(ReferrerPolicy::of(&headers), ReferrerPolicy::NoReferrer);
    /// ```
    pub fn of(headers: &HeaderList) -> Self {
        let value = headers.get("Referrer-Policy").unwrap_or_default();
        // 3. Take each word that is a policy for the one before it.
        let mut words = value.split(|byte| *byte == b',').filter_map(|word| {
            let word = core::str::from_utf8(word.trim_ascii()).ok()?.to_ascii_lowercase();
            Self::named(&word).filter(|policy| *policy != Self::Empty)
        });
        words.next_back().unwrap_or(Self::Empty)
    }

    /// This one, or another where it says nothing.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::ReferrerPolicy;
    ///
    /// // What an element says counts before what its document says.
    /// let document = ReferrerPolicy::NoReferrer;
    /// assert_eq!(ReferrerPolicy::Origin.or(document), ReferrerPolicy::Origin);
    /// assert_eq!(ReferrerPolicy::Empty.or(document), ReferrerPolicy::NoReferrer);
    /// ```
    pub const fn or(self, other: Self) -> Self {
        match self {
            Self::Empty => other,
            _ => self,
        }
    }
}
