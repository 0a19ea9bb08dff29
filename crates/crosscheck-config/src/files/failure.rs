//! Why no policy was loaded.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::PathBuf;

use super::patience::BETWEEN_LOOKS;
use super::patience::LOOKS;
use super::patience::PATIENCE;
use crate::report::Report;

/// Why no policy was loaded from files.
#[derive(Debug)]
#[non_exhaustive]
pub enum FileError {
    /// There is no text to read.
    Unreadable {
        /// Where it should be.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A file holds no policy, or something that it asserts does not hold.
    Wrong(Box<Report>),
    /// Somebody writes into it without end.
    Changing,
    /// Reading and proving takes longer than a server waits.
    TookTooLong,
    /// The thread that reads ended without a result.
    Failed,
}

impl FileError {
    /// What to do about it; nothing if the report says that, or nobody knows.
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Unreadable { error, .. } => match error.kind() {
                io::ErrorKind::InvalidData => "save it as UTF-8, which editors call an encoding",
                io::ErrorKind::IsADirectory => "that is a folder; name a TOML file in it",
                io::ErrorKind::PermissionDenied => {
                    "it is there, and this user may not read it; see who may with `ls -l`"
                }
                _ => "name an existing TOML file; `crosscheck policy schema` tells its form",
            },
            Self::Changing => {
                "write it beside its place and rename it into it: `mv new.toml crosscheck.toml`"
            }
            Self::TookTooLong => {
                "`crosscheck policy check FILE` shows how long it takes, and what there is to prove"
            }
            Self::Wrong(_) | Self::Failed => return None,
        })
    }

    /// What is said of a file that is wrong.
    pub const fn report(&self) -> Option<&Report> {
        match self {
            Self::Wrong(report) => Some(report),
            _ => None,
        }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { path, error } => {
                write!(f, "the policy file `{}` cannot be read: {error}", path.display())
            }
            Self::Wrong(_) => f.write_str("what is wrong is shown where it stands"),
            Self::Changing => {
                let seconds = (BETWEEN_LOOKS * LOOKS).as_secs();
                write!(f, "the policy file has been changing for {seconds} s")
            }
            Self::TookTooLong => {
                let seconds = PATIENCE.as_secs();
                write!(f, "reading and proving the policy takes longer than {seconds} s")
            }
            Self::Failed => {
                f.write_str("the policy could not be read: the thread that reads it failed")
            }
        }
    }
}

impl Error for FileError {}
