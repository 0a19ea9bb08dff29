//! How a command that could not run says so: one message, and a hint where there is one.

use std::fmt;

use crosscheck::catalog::Language;
use crosscheck_analysis::InputError;
use crosscheck_analysis::chinese::said_in;
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
    language: Language,
}

impl CliError {
    pub(crate) fn with_hint(message: impl Into<String>, hint: impl Into<String>) -> anyhow::Error {
        let language = Language::English;
        Self { message: message.into(), hint: hint.into(), language }.into()
    }

    /// The same failure in a language. A report of a policy file stays as it is.
    pub(crate) fn in_language(error: anyhow::Error, language: Language) -> anyhow::Error {
        let file = error.downcast_ref::<FileError>();
        if language == Language::English || file.and_then(FileError::report).is_some() {
            return error;
        }
        let hint = file.and_then(FileError::hint).or_else(|| Self::hint_of(&error));
        let hint = said_in(language, hint.unwrap_or_default()).into_owned();
        let message = said_in(language, &format!("{error:#}")).into_owned();
        Self { message, hint, language }.into()
    }

    /// What to do about a failure, if it knows.
    pub(crate) fn hint_of(error: &anyhow::Error) -> Option<&str> {
        if let Some(error) = error.downcast_ref::<InputError>() {
            return Some(error.hint.as_str());
        }
        let hint = error.downcast_ref::<Self>().map(|error| error.hint.as_str());
        hint.filter(|hint| !hint.is_empty())
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
    let language = error.downcast_ref::<CliError>().map(|error| error.language);
    let language = language.unwrap_or(Language::English);
    let colon = if language == Language::Chinese { "：" } else { ": " };
    let [wrong, what_to_do] = ["error", "hint"].map(|word| said_in(language, word));
    let mut text = text!("{BOLD}{RED}{wrong}{RESET}{colon}{error:#}");
    let hint = file.and_then(FileError::hint);
    if let Some(hint) = hint.or_else(|| CliError::hint_of(error)) {
        say!(text, "{BOLD}{CYAN}{what_to_do}{RESET}{colon}{hint}");
    }
    text
}
