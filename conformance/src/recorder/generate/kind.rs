//! What scenarios are about.

/// What a scenario is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// CORS itself, between three origins on loopback.
    Loopback,
}

impl Kind {
    /// Every one of them.
    pub const ALL: [Self; 1] = [Self::Loopback];

    /// How it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Loopback => "loopback",
        }
    }

    /// How often it is chosen, beside others.
    pub(super) const fn weight(self) -> u32 {
        match self {
            Self::Loopback => 40,
        }
    }
}
