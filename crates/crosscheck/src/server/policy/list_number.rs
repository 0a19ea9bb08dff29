//! The numbers of lists of edits: which one is for which answer of a rule.

use crate::server::number::number;

number! {
    /// The number of a list of edits.
    ListNumber
}

impl ListNumber {
    /// The list that is empty: nobody speaks for the path.
    pub(crate) const NONE: Self = Self::new(0);

    /// The first of those of a path that is left to its handler: they change nothing, and are empty.
    pub(crate) const LEFT: Self = Self::new(1);

    /// Whether it is one of them.
    #[inline]
    pub(crate) const fn is_left(self) -> bool {
        self.at().wrapping_sub(Self::LEFT.at()) < ANSWERS_OF_A_RULE
    }

    /// Which of the lists for permitted preflights it is, if it is one.
    #[inline]
    pub(crate) const fn permitted_preflight(self) -> Option<usize> {
        match self.at() % ANSWERS_OF_A_RULE {
            0 => (self.at() / ANSWERS_OF_A_RULE).checked_sub(2),
            _ => None,
        }
    }
}

/// What is answered by a rule, or by none, which permits no preflight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the protocol has no other kind of answer")]
pub enum Answered {
    /// A request that is no preflight.
    Actual,
    /// A preflight that asks for too much, or that a page of no listed origin sends.
    PreflightRefused,
    // The last: its lists are those whose numbers are multiples of `ANSWERS_OF_A_RULE`.
    /// A preflight whose request may be sent.
    PreflightPermitted,
}

/// How many lists there are for each rule, for none, and where all is left to a handler, behind
/// [`ListNumber::NONE`].
pub(super) const ANSWERS_OF_A_RULE: usize = 3;
