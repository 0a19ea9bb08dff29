//! What is said of a text that is not what it should be.

use std::error::Error;
use std::fmt;

use serde::Serialize;

/// What cannot be read or played: where it stands, what is wrong, what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct InputError {
    /// The part of a scenario that it is about: `page`, `steps` or `server`; empty for the whole.
    pub field: &'static str,
    /// What is wrong.
    #[serde(rename = "error")]
    pub message: String,
    /// What to do about it; empty if nobody knows.
    pub hint: String,
}

impl InputError {
    /// About the whole of what was brought.
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::at("", message, hint)
    }

    /// About one part of a scenario.
    pub fn at(field: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { field, message: message.into(), hint: hint.into() }
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for InputError {}
