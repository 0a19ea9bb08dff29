//! The browsers, by their names on the command line.

use clap::ValueEnum;
use conformance::browser::Browser;
use crosscheck::agent::Profile;

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Name {
    Chromium,
    Firefox,
    Webkit,
}

impl Name {
    pub(super) const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::Webkit];

    pub(super) fn browser(self) -> Browser {
        match self {
            Self::Chromium => Browser::Chromium,
            Self::Firefox => Browser::Firefox,
            Self::Webkit => Browser::Webkit,
        }
    }

    pub(super) fn profile(self) -> &'static Profile {
        match self {
            Self::Chromium => &Profile::CHROMIUM,
            Self::Firefox => &Profile::FIREFOX,
            Self::Webkit => &Profile::WEBKIT,
        }
    }
}
