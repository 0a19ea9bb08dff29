//! A problem as it is told to whoever runs a fleet.

use std::borrow::Cow;

use serde::Deserialize;
use serde::Serialize;

use crate::problem::Problem;

/// Something that is wrong in the folder.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct ProblemStatus {
    /// All of it in one line.
    pub message: String,
    /// What to do about it, if anybody knows.
    pub hint: Option<String>,
}

impl ProblemStatus {
    pub(crate) fn of(problem: &Problem) -> Self {
        Self { message: problem.line(), hint: problem.hint().map(Cow::into_owned) }
    }
}
