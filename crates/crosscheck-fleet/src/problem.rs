//! Why a policy did not come into force.

use std::fmt;
use std::path::PathBuf;

use crosscheck::catalog::Severity;
use crosscheck::server::PolicyDifference;
use crosscheck_config::files::FileError;

use crate::failure::FleetError;

/// A policy that did not come into force.
#[derive(Debug)]
#[non_exhaustive]
pub enum Problem {
    /// It cannot be read, is none, or does not hold what it asserts.
    File {
        /// Which.
        file: String,
        /// What is wrong.
        error: FileError,
    },
    /// Somebody may do more than before.
    Widens {
        /// Which.
        file: String,
        /// Who, with a request that shows it.
        difference: Box<PolicyDifference>,
    },
    /// Nobody can tell whether it does.
    Undecided {
        /// Which.
        file: String,
        /// Why.
        why: String,
    },
    /// Its name is no name of a group.
    Name {
        /// Which.
        file: String,
    },
    /// It could not be kept, so it is not pushed.
    Kept(FleetError),
    /// The folder could not be read.
    Folder(FleetError),
    /// A candidate without a policy beside it.
    Alone {
        /// Which.
        file: String,
    },
    /// No policy is in the folder, and none was before.
    Empty {
        /// Which.
        folder: PathBuf,
    },
}

impl Problem {
    /// The file that is wrong, for whoever shows what is wrong in it.
    pub const fn file_error(&self) -> Option<&FileError> {
        match self {
            Self::File { error, .. } => Some(error),
            _ => None,
        }
    }

    /// What to do about it, if anybody knows.
    pub fn hint(&self) -> Option<&str> {
        Some(match self {
            Self::File { error, .. } => return error.hint(),
            Self::Widens { .. } => {
                "look at who may do more; if it is meant, start the server with `--allow-widening`"
            }
            Self::Undecided { .. } => "one wildcard for a whole label covers many in it",
            Self::Name { .. } => {
                "call it `GROUP.toml`: letters, digits, `-` and `_`, 64 at most; `GROUP.candidate.toml` is on trial"
            }
            Self::Kept(error) | Self::Folder(error) => return error.hint(),
            Self::Alone { .. } => "put the policy in force beside it, without `.candidate`",
            Self::Empty { .. } => {
                "`default.toml` in it is for all nodes; `crosscheck init --out FOLDER/default.toml` writes one"
            }
        })
    }

    /// All of it in one line: what is wrong, and what shows it.
    pub(crate) fn line(&self) -> String {
        let gain = match self {
            Self::Widens { difference, .. } => {
                difference.changes.iter().find(|change| !change.gains.is_empty())
            }
            _ => None,
        };
        gain.map_or_else(|| self.to_string(), |gain| format!("{self}: {gain}"))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { file, error: FileError::Wrong(report) } => {
                let first = report.placed().find(|(found, _)| found.severity == Severity::Error);
                write!(f, "{file}: {} mistakes", report.count(Severity::Error))?;
                match first {
                    Some((found, [(line, column), _])) => {
                        write!(f, "; {line}:{column}: {}: {}", found.kind.name(), found.text)
                    }
                    None => Ok(()),
                }
            }
            Self::File { file, error } => write!(f, "{file}: {error}"),
            Self::Widens { file, .. } => {
                write!(f, "{file}: somebody may do more than by the policy that runs")
            }
            Self::Undecided { file, why } => write!(f, "{file}: {why}"),
            Self::Name { file } => write!(f, "{file}: no group is called that"),
            Self::Kept(error) | Self::Folder(error) => error.fmt(f),
            Self::Alone { file } => write!(f, "{file}: its group has no policy in force"),
            Self::Empty { folder } => write!(f, "{}: no policy is in it", folder.display()),
        }
    }
}
