//! Which releases of a browser write a text.

use core::fmt;

/// The releases of a browser that write a text, as far as it is known: all, if nothing is.
///
/// # Example
/// ```
/// use crosscheck::diagnosis::read;
///
/// let reading = &read("Failed to load https://api.example/: The response is invalid.")[0];
/// assert_eq!(reading.releases.until, Some(71), "Chromium begins otherwise now");
/// assert!(!reading.releases.contain(142));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Releases {
    /// The first that writes it so.
    pub since: Option<u16>,
    /// The last that did.
    pub until: Option<u16>,
}

impl Releases {
    /// Whether a release is one of them.
    pub fn contain(self, release: u16) -> bool {
        self.since.is_none_or(|since| since <= release)
            && self.until.is_none_or(|until| release <= until)
    }

    /// Whether nothing is known of them.
    pub fn are_all(self) -> bool {
        self == Self::default()
    }

    /// Those that write two texts.
    pub(in crate::diagnosis) fn and(self, other: Self) -> Self {
        let last = self.until.into_iter().chain(other.until).min();
        Self { since: self.since.max(other.since), until: last }
    }
}

impl fmt::Display for Releases {
    /// `57 to 71`, `up to 71`, `since 138`; nothing of all.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.since, self.until) {
            (Some(since), Some(until)) => write!(f, "{since} to {until}"),
            (None, Some(until)) => write!(f, "up to {until}"),
            (Some(since), None) => write!(f, "since {since}"),
            (None, None) => Ok(()),
        }
    }
}
