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

    /// Which of the lists for preflights it is, if it is one.
    #[inline]
    pub(crate) const fn preflight(self) -> Option<usize> {
        let Some(beyond) = self.at().checked_sub(Self::FIRST_PREFLIGHT) else { return None };
        let (rule, answered) = (beyond / ANSWERS_OF_A_RULE, beyond % ANSWERS_OF_A_RULE);
        // Behind the two of a rule comes what the next one answers to all else.
        if answered < 2 { Some(rule * 2 + answered) } else { None }
    }

    /// The list that [`preflight`](Self::preflight) says is this one.
    pub(super) const fn of_preflight(number: usize) -> Self {
        Self::new(Self::FIRST_PREFLIGHT + number / 2 * ANSWERS_OF_A_RULE + number % 2)
    }

    /// The first that is refused: of no rule, on the first path.
    const FIRST_PREFLIGHT: usize = 1 + ANSWERS_OF_A_RULE + Answered::PreflightRefused as usize;
}

/// What is answered by a rule, or by none, which permits no preflight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the protocol has no other kind of answer")]
pub enum Answered {
    /// A request that is no preflight.
    Actual,
    /// A preflight that asks for too much, or that a page of no listed origin sends.
    PreflightRefused,
    /// A preflight whose request may be sent.
    PreflightPermitted,
}

/// How many lists there are for each rule, for none, and where all is left to a handler, behind
/// [`ListNumber::NONE`].
pub(super) const ANSWERS_OF_A_RULE: usize = 3;
