//! What is to be said about a configuration: all of it at once, each with its place and a remedy.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::catalog::FindingKind;
use crate::catalog::Severity;

/// Everything that is wrong with a [`Config`](crate::server::Config), in the order of its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigErrors(pub(crate) Vec<Finding>);

impl ConfigErrors {
    /// Each error, in the order of the configuration's fields.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.0.iter().filter(|finding| finding.severity == Severity::Error)
    }

    /// Each error, and the warnings and notes found on the way.
    pub fn findings(&self) -> &[Finding] {
        &self.0
    }
}

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{error}")?;
        }
        Ok(())
    }
}

impl core::error::Error for ConfigErrors {}

/// One thing to say: where, what was written, why it matters, what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "whoever checks more than a policy says it in the same form"
)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// What it is.
    pub kind: FindingKind,
    /// Field, and place in its list: `origins[2]`, `max_age`, `rules[1].methods[0]`.
    pub path: String,
    /// The value as written; empty where something is missing.
    pub value: String,
    /// Why a browser would not follow it, or who could make use of it, as a lower-case fragment.
    pub reason: String,
    /// The spelling that would work, if one can be guessed.
    pub suggestion: Option<String>,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path)?;
        if !self.value.is_empty() {
            write!(f, " = {:?}", self.value)?;
        }
        write!(f, ": {}", self.reason)?;
        match &self.suggestion {
            Some(suggestion) => write!(f, "; write {suggestion:?}"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for Finding {}
