//! How a command that could not run says so: one message, and a hint where there is one.

use std::fmt;

use crosscheck_analysis::InputError;
use crosscheck_analysis::say;
use crosscheck_analysis::text;
use crosscheck_analysis::text::BOLD;
use crosscheck_analysis::text::CYAN;
use crosscheck_analysis::text::RED;
use crosscheck_analysis::text::RESET;
use crosscheck_analysis::text::Text;
use crosscheck_config::files::FileError;

use crate::terminal;

/// A failure that knows what to do about it.
#[derive(Debug)]
pub(crate) struct CliError {
    message: String,
    hint: String,
}

impl CliError {
    pub(crate) fn with_hint(message: impl Into<String>, hint: impl Into<String>) -> anyhow::Error {
        Self { message: message.into(), hint: hint.into() }.into()
    }

    /// What to do about a failure, if it knows.
    pub(crate) fn hint_of(error: &anyhow::Error) -> Option<&str> {
        if let Some(error) = error.downcast_ref::<InputError>() {
            return Some(error.hint.as_str());
        }
        error.downcast_ref::<Self>().map(|error| error.hint.as_str())
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CliError {}

pub(crate) fn print(error: &anyhow::Error) {
    terminal::tell(&text(error));
}

/// What is said of it.
pub(crate) fn text(error: &anyhow::Error) -> Text {
    let file = error.downcast_ref::<FileError>();
    if let Some(report) = file.and_then(FileError::report) {
        return Text::of_rendered(&report.text());
    }
    let mut text = text!("{BOLD}{RED}error{RESET}: {error:#}");
    let hint = file.and_then(FileError::hint);
    if let Some(hint) = hint.or_else(|| CliError::hint_of(error)) {
        say!(text, "{BOLD}{CYAN}hint{RESET}: {hint}");
    }
    text
}
