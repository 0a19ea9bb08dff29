//! Which releases of a browser write a text.

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

    /// Those that write two texts.
    pub(in crate::diagnosis) fn and(self, other: Self) -> Self {
        let last = self.until.into_iter().chain(other.until).min();
        Self { since: self.since.max(other.since), until: last }
    }
}
