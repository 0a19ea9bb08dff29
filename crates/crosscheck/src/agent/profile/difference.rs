//! The rows as they are told: each question with the answers and their evidence.

use alloc::string::String;

use super::rows::Profile;

/// A question that browsers answer otherwise than the standard.
#[derive(Clone, Copy, Debug)]
pub struct Difference {
    /// The field of [`Profile`].
    pub name: &'static str,
    /// The question.
    pub question: &'static str,
    /// Where each browser that differs, or differed, is known from.
    pub evidence: &'static [Evidence],
    pub(super) answer: fn(&Profile) -> String,
    pub(super) without: fn(&Profile) -> Profile,
}

/// Where a browser's answer is known from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Evidence {
    /// The browser, by its profile's name.
    pub browser: &'static str,
    /// If it is the answer of the releases before this one, not of today's.
    pub before: Option<u16>,
    /// A recorded scenario that shows it, or where else it is known from.
    pub source: &'static str,
}

impl Difference {
    /// A profile's answer.
    pub fn answer(&self, profile: &Profile) -> String {
        (self.answer)(profile)
    }

    /// A profile with the standard's answer in place of its own.
    pub fn without(&self, profile: &Profile) -> Profile {
        (self.without)(profile)
    }
}
