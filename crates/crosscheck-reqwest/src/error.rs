//! Why a page has no answer.

use std::error::Error as _;
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
            Self::Client(error) => with_causes(f, error),
            Self::SetUp(error) => write!(f, "no script can ask so, {}: {error}", error.member()),
            Self::Refused(refusal) => refusal.fmt(f),
            Self::NoAnswer(error) => {
                f.write_str("no answer: ")?;
                with_causes(f, error)
            }
            Self::Unsendable => {
                f.write_str("reqwest cannot carry a header or method of the request")
            }
        }
    }
}

/// It shows its causes by itself.
impl std::error::Error for Error {}

/// An error of reqwest with all that it came from: by itself it tells neither that nobody listens nor why a
/// certificate is refused.
fn with_causes(f: &mut fmt::Formatter<'_>, error: &reqwest::Error) -> fmt::Result {
    write!(f, "{error}")?;
    let mut last = String::new();
    let mut cause = error.source();
    while let Some(one) = cause {
        last = one.to_string();
        write!(f, ": {last}")?;
        cause = one.source();
    }
    if last == NO_TLS {
        f.write_str("; for `https:` turn on TLS: `reqwest = { version = \"0.13\", features = [\"rustls\"] }`")?;
    }
    Ok(())
}

/// What a reqwest without TLS says of a URL of `https:`.
const NO_TLS: &str = "invalid URL, scheme is not http";
