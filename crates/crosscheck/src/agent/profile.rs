//! What each browser does otherwise than the standard: a table of data.

/// One browser, as the list of its differences from the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    /// `spec`, `chromium`, `firefox` or `webkit`.
    pub name: &'static str,
}

impl Profile {
    /// The Fetch standard, to the letter.
    pub const SPEC: Self = Self { name: "spec" };
    /// Chromium.
    pub const CHROMIUM: Self = Self { name: "chromium" };
    /// Firefox.
    pub const FIREFOX: Self = Self { name: "firefox" };
    /// WebKit.
    pub const WEBKIT: Self = Self { name: "webkit" };
    /// All of them.
    pub const ALL: [&'static Self; 4] =
        [&Self::SPEC, &Self::CHROMIUM, &Self::FIREFOX, &Self::WEBKIT];

    /// The profile with that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::ALL.into_iter().find(|profile| profile.name == name)
    }
}
