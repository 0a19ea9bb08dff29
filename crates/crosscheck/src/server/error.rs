//! What is wrong with a configuration: all of it at once, each with its place and a remedy.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// Everything that is wrong with a [`Config`](super::Config), in the order of its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigErrors(pub(super) Vec<ConfigError>);

impl ConfigErrors {
    /// Each error, in the order of the configuration's fields.
    pub fn iter(&self) -> impl Iterator<Item = &ConfigError> {
        self.0.iter()
    }
}

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{error}")?;
        }
        Ok(())
    }
}

impl core::error::Error for ConfigErrors {}

/// One thing that is wrong: where, what was written, why it cannot work, what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// Field, and place in its list: `origins[2]`, `max_age`.
    pub path: String,
    /// The value as written; empty where something is missing.
    pub value: String,
    /// What is wrong with it.
    pub kind: ConfigErrorKind,
    /// Why a browser would not follow it, as a lower-case fragment.
    pub reason: String,
    /// The spelling that would work, if one can be guessed.
    pub suggestion: Option<String>,
}

impl fmt::Display for ConfigError {
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

impl core::error::Error for ConfigError {}

/// The kinds of mistakes, each with a stable kebab-case name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ConfigErrorKind {
    /// No origin is listed, so nobody could read anything.
    NoOrigins,
    /// Text that no browser sends as an origin.
    InvalidOrigin,
    /// `null`, which any sandboxed page of anybody sends.
    NullOrigin,
    /// `*` beside other values, which it would swallow.
    WildcardNotAlone,
    /// `*` together with credentials, which browsers read as a literal star.
    WildcardWithCredentials,
    /// Text that is not a method.
    InvalidMethod,
    /// A method that no script can use.
    ForbiddenMethod,
    /// Text that is not a header name.
    InvalidHeaderName,
    /// A request header that no script can set, or a response header named as a request header.
    ForbiddenRequestHeader,
    /// A response header that no script can read.
    ForbiddenResponseHeader,
    /// Seconds out of 0 to 86400.
    MaxAgeOutOfBounds,
}

impl ConfigErrorKind {
    /// The stable name: `wildcard-with-credentials`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoOrigins => "no-origins",
            Self::InvalidOrigin => "invalid-origin",
            Self::NullOrigin => "null-origin",
            Self::WildcardNotAlone => "wildcard-not-alone",
            Self::WildcardWithCredentials => "wildcard-with-credentials",
            Self::InvalidMethod => "invalid-method",
            Self::ForbiddenMethod => "forbidden-method",
            Self::InvalidHeaderName => "invalid-header-name",
            Self::ForbiddenRequestHeader => "forbidden-request-header",
            Self::ForbiddenResponseHeader => "forbidden-response-header",
            Self::MaxAgeOutOfBounds => "max-age-out-of-bounds",
        }
    }
}
