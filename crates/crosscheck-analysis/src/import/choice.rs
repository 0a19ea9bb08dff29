//! One request among those that a text holds.

use crosscheck::scenario::Scenario;
use serde::Serialize;

/// One request that was found.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Choice {
    pub(super) title: String,
    pub(super) scenario: Scenario,
    /// Whose console it was.
    pub(super) browser: Option<&'static str>,
    pub(super) is_refused: bool,
    /// Whether the text told the answers too: else they stand in for what is not known.
    pub(super) is_known: bool,
}

impl Choice {
    pub(super) fn of(title: String, scenario: Scenario) -> Self {
        Self { title, scenario, is_known: true, ..Self::default() }
    }
}
