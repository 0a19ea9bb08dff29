//! Why a page has no answer.

use std::fmt;

use crosscheck::agent::PageUrlError;
use crosscheck::agent::api::SetUpError;

use crate::refusal::Refusal;

/// Why a page has no answer, or is none.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The page's URL is none.
    Page(PageUrlError),
    /// reqwest cannot be set up so, or has no such request.
    Client(reqwest::Error),
    /// No script can ask so: the browser throws before anything is sent.
    SetUp(SetUpError),
    /// The browser refuses script the answer.
    Refused(Box<Refusal>),
    /// No answer came, or it broke off.
    NoAnswer(reqwest::Error),
    /// A header that the browser sends is none to reqwest.
    Unsendable,
}

impl Error {
    /// Why the browser refused, if it did.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Page(error) => error.fmt(f),
            Self::Client(error) => error.fmt(f),
            Self::SetUp(error) => write!(f, "no script can ask so, {}: {error}", error.member()),
            Self::Refused(refusal) => refusal.fmt(f),
            Self::NoAnswer(error) => write!(f, "no answer: {error}"),
            Self::Unsendable => {
                f.write_str("reqwest cannot carry a header or method of the request")
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Client(error) | Self::NoAnswer(error) => Some(error),
            _ => None,
        }
    }
}
