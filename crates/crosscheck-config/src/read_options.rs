//! How a policy file is read.

use crate::end_table::Completeness;

/// How a policy file is read; by default as a server does that everybody asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "made by whoever asks, whole")]
pub struct ReadOptions {
    /// Whether it must say that it is whole.
    pub completeness: Completeness,
    /// Where its policy is to be in force.
    pub environment: Environment,
}

/// Where a policy is in force.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "everybody's server or a developer's")]
pub enum Environment {
    /// Where everybody asks.
    #[default]
    Production,
    /// On a developer's machine: the origins of `[development]` count as listed, too.
    Development,
}

impl Environment {
    /// As a flag says it.
    pub const fn of(is_development: bool) -> Self {
        if is_development { Self::Development } else { Self::Production }
    }
}
