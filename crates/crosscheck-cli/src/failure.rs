//! How a command that could not run says so: one message, and a hint where there is one.

use std::fmt;
use std::io;

use anstream::eprintln;

/// A failure that knows what to do about it.
#[derive(Debug)]
pub(crate) struct Hinted {
    message: String,
    hint: String,
}

impl Hinted {
    pub(crate) fn error(message: impl Into<String>, hint: impl Into<String>) -> anyhow::Error {
        Self { message: message.into(), hint: hint.into() }.into()
    }

    /// What to do about a failure, if it knows.
    pub(crate) fn hint_of(error: &anyhow::Error) -> Option<&str> {
        error.downcast_ref::<Self>().map(|hinted| hinted.hint.as_str())
    }
}

impl fmt::Display for Hinted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Hinted {}

/// A report that was already laid out for people, with the source shown.
#[derive(Debug)]
pub(crate) struct Rendered(pub(crate) String);

impl fmt::Display for Rendered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Rendered {}

pub(crate) fn print(error: &anyhow::Error) {
    eprintln!("{}", text(error));
}

/// What is said of it, without a line's end.
pub(crate) fn text(error: &anyhow::Error) -> String {
    if let Some(Rendered(text)) = error.downcast_ref() {
        return text.clone();
    }
    let mut text = format!("\x1b[1m\x1b[31merror\x1b[0m: {error:#}");
    if let Some(hint) = Hinted::hint_of(error) {
        text.push_str(&format!("\n\x1b[1m\x1b[36mhint\x1b[0m: {hint}"));
    }
    text
}

pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
