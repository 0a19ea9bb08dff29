//! What a look at the folder of policies finds.

use crosscheck::server::PolicyDifference;

use crate::problem::Problem;
use crate::published::Published;

/// What a look at the folder found.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Look {
    /// What came into force.
    pub changes: Vec<Change>,
    /// What is on trial, if that is new, and what would be other if it came into force.
    pub trials: Vec<Change>,
    /// What did not, and why.
    pub problems: Vec<Problem>,
    pub(crate) published: Published,
}

/// A policy that came into force, or is on trial.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Change {
    /// The group.
    pub group: String,
    /// What its nodes are pushed.
    pub version: String,
    /// Who may do more or less than before; `None` if there was no policy before, or nobody can tell.
    pub difference: Option<PolicyDifference>,
}
