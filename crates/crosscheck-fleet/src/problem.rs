//! Why a policy did not come into force.

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use crosscheck::catalog::Severity;
use crosscheck::server::PolicyDifference;
use crosscheck_config::files::FileError;
use crosscheck_config::visible::visible_start;

use crate::failure::FleetError;
use crate::group::policy_name;

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
    /// It is a link that leads out of the folder.
    Elsewhere {
        /// Which.
        file: String,
    },
    /// With it the policies are more than a server holds.
    TooMuch {
        /// Which.
        file: String,
    },
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
    pub fn hint(&self) -> Option<Cow<'_, str>> {
        let hint = match self {
            // It was found in the folder, so it is there, or goes.
            Self::File { error: FileError::Unreadable { error, .. }, .. }
                if error.kind() != io::ErrorKind::InvalidData =>
            {
                "a policy is a regular file of 64 MiB at most, which this user may read"
            }
            Self::File { error, .. } => return error.hint().map(Cow::from),
            Self::Elsewhere { .. } => {
                "put the file itself there, or a link to another of the folder"
            }
            Self::TooMuch { .. } => {
                "all policies of a fleet have 256 MiB at most; patterns say much in little"
            }
            Self::Widens { file, .. } => {
                let group = policy_name(Path::new(file)).unwrap_or("GROUP");
                let hint = format!(
                    "look at who may do more; if it is meant, start the server with `--allow-widening={group}`"
                );
                return Some(hint.into());
            }
            Self::Undecided { .. } => "one wildcard for a whole label covers many in it",
            Self::Name { .. } => {
                "call it `GROUP.toml`: letters, digits, `-` and `_`, 64 at most; `GROUP.candidate.toml` is on trial"
            }
            Self::Kept(error) | Self::Folder(error) => return error.hint().map(Cow::from),
            Self::Alone { .. } => "put the policy in force beside it, without `.candidate`",
            Self::Empty { .. } => {
                "`default.toml` in it is for all nodes; `crosscheck init --out FOLDER/default.toml` writes one"
            }
        };
        Some(hint.into())
    }

    /// All of it in one line: what is wrong, and what shows it.
    pub(crate) fn line(&self) -> String {
        let gain = match self {
            Self::Widens { difference, .. } => {
                difference.changes.iter().find(|change| !change.gains.is_empty())
            }
            _ => None,
        };
        let line = gain.map_or_else(|| self.to_string(), |gain| format!("{self}: {gain}"));
        visible_start(&line, LONGEST_LINE)
    }
}

/// In letters: what a file holds may be as long as it is.
const LONGEST_LINE: usize = 2000;

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
            Self::Elsewhere { file } => {
                write!(f, "{file}: it is a link that leads out of the folder")
            }
            Self::TooMuch { file } => {
                write!(f, "{file}: with it the policies have more than 256 MiB")
            }
            Self::Alone { file } => write!(f, "{file}: its group has no policy in force"),
            Self::Empty { folder } => write!(f, "{}: no policy is in it", folder.display()),
        }
    }
}
