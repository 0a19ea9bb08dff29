//! The browsers whose behaviour is known.

use super::behaviours::ConsoleStyle;

/// A browser whose behaviour is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Browser {
    Chromium,
    Firefox,
    Webkit,
}

impl Browser {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    pub(super) const fn console(self) -> ConsoleStyle {
        match self {
            Self::Chromium => ConsoleStyle::Chromium,
            Self::Firefox => ConsoleStyle::Firefox,
            Self::Webkit => ConsoleStyle::Webkit,
        }
    }
}
