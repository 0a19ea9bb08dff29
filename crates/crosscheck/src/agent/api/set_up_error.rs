//! Why an API refuses before anything is sent.

use core::fmt;

/// The API refused before anything was sent; script gets an exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SetUpError {
    /// Not a URL, or one with a user name or password.
    InvalidUrl,
    /// Not a method, or one that no script may use.
    InvalidMethod,
    /// Not a header name or value.
    InvalidHeader,
    /// `no-cors` with a method that is not safelisted.
    MethodNeedsCors,
    /// A body with `GET` or `HEAD`.
    BodyNotAllowed,
    /// A body whose type no beacon may carry unasked.
    StreamNeedsCors,
    /// The engine does not play this API yet.
    NotPlayed,
}

impl SetUpError {
    /// The member of what the page asked that is to blame, as script and scenarios spell it.
    pub const fn member(self) -> &'static str {
        match self {
            Self::InvalidUrl => "url",
            Self::InvalidMethod | Self::MethodNeedsCors => "method",
            Self::InvalidHeader => "headers",
            Self::BodyNotAllowed | Self::StreamNeedsCors => "body",
            Self::NotPlayed => "api",
        }
    }
}

impl fmt::Display for SetUpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InvalidUrl => "the URL is not one, or carries a user name or password",
            Self::InvalidMethod => "the method is not one, or no script may use it",
            Self::InvalidHeader => "a header's name or value is not one",
            Self::MethodNeedsCors => "mode `no-cors` allows GET, HEAD and POST only",
            Self::BodyNotAllowed => "GET and HEAD have no body",
            Self::StreamNeedsCors => "a streamed body needs mode `cors` or `same-origin`",
            Self::NotPlayed => "the engine does not play this API yet",
        })
    }
}

impl core::error::Error for SetUpError {}
