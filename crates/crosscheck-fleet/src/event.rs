//! What a fleet has to tell while it is served.

use std::fmt;
use std::sync::Arc;

use crosscheck_config::visible::visible;

use crate::look::Change;
use crate::problem::Problem;

/// Something that happened.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event {
    /// A policy came into force.
    Changed(Change),
    /// One is on trial; beside it stands what would be other if it came into force.
    OnTrial(Change),
    /// One did not, or no longer.
    Problem(Problem),
    /// Nothing is wrong in the folder any more.
    InOrder,
    /// A node refused what it was pushed.
    NodeRefused {
        /// Its `node.id`.
        node: String,
        /// What it says.
        message: String,
    },
    /// Something that will pass, or that somebody should look at.
    Trouble(String),
}

/// Who is told; called from any thread, and must not wait.
pub type Tell = Arc<dyn Fn(Event) + Send + Sync>;

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed(Change { group, version, .. }) => {
                write!(f, "{group}: version {version} is pushed")
            }
            Self::OnTrial(Change { group, version, .. }) => {
                write!(f, "{group}: version {version} is on trial")
            }
            Self::Problem(problem) => problem.fmt(f),
            Self::InOrder => f.write_str("nothing is wrong in the folder any more"),
            Self::NodeRefused { node, message } => {
                write!(f, "node {} refused: {}", visible(node), visible(message))
            }
            Self::Trouble(text) => f.write_str(text),
        }
    }
}
