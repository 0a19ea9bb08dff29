//! What a line in words that no table has told.

use crate::catalog::FetchRule;
use crate::diagnosis::texts::template::Caught;

/// Whether a text speaks of a preflight, in whatever language.
pub(super) fn is_of_preflight(text: &str) -> bool {
    let text = text.to_lowercase();
    PREFLIGHT.iter().any(|word| text.contains(word))
}

/// How languages call a preflight.
const PREFLIGHT: [&str; 10] = [
    "preflight",
    "pre-",
    "pré-",
    "previa",
    "prévia",
    "预检",
    "預檢",
    "プリフライト",
    "사전",
    "предварительн",
];

/// What a line told: its rules, likeliest first, and what was caught.
pub(super) struct Line<'t> {
    pub(super) rules: &'static [FetchRule],
    pub(super) caught: Caught<'t>,
    /// Whether several rules are left because the language is not known.
    pub(super) is_unsure: bool,
    /// Whether it is said that the preflight's answer was refused, where no rule tells it.
    pub(super) is_of_preflight: bool,
}
