//! How failures leave: one message on standard error, a hint below it, an exit code.

use std::fmt;
use std::io;
use std::io::Write;
use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Allowed, or clean: 0.
    Clean,
    /// Refused, or findings: 1.
    Findings,
    /// Could not tell, or could not run: 2.
    CouldNot,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Clean => Self::SUCCESS,
            Exit::Findings => Self::from(1),
            Exit::CouldNot => Self::from(2),
        }
    }
}

/// A failure that knows what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    message: String,
    hint: String,
}

impl Failure {
    pub(crate) fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

/// Tells of a failure. A reader that went away (`crosscheck … | head`) is none.
pub(crate) fn failure(error: &anyhow::Error) -> Exit {
    let gone = |cause: &io::Error| cause.kind() == io::ErrorKind::BrokenPipe;
    let serde_gone =
        |cause: &serde_json::Error| cause.io_error_kind() == Some(io::ErrorKind::BrokenPipe);
    if error.chain().any(|cause| {
        cause.downcast_ref().is_some_and(gone) || cause.downcast_ref().is_some_and(serde_gone)
    }) {
        return Exit::Clean;
    }
    say("error", &format!("{error:#}"));
    if let Some(failure) = error.downcast_ref::<Failure>() {
        say("hint", &failure.hint);
    }
    Exit::CouldNot
}

/// Writes `label: text` to standard error, the label in colour if that is a terminal.
pub(crate) fn say(label: &str, text: &str) {
    let style = match label {
        "error" => "\x1b[1;31m",
        _ => "\x1b[1;36m",
    };
    // There is nowhere left to tell that standard error is closed.
    let _ = writeln!(anstream::stderr(), "{style}{label}\x1b[0m: {text}");
}
