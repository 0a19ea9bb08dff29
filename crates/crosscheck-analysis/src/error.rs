//! What is said of a text that is not what it should be.

use std::error::Error;
use std::fmt;

use crosscheck::catalog::Language;
use serde::Serialize;

use crate::chinese::said_in;

/// What cannot be read or played: where it stands, what is wrong, what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct InputError {
    /// The part of a scenario that it is about: `page`, `steps` or `server`; empty for the whole.
    pub field: &'static str,
    /// What is wrong.
    #[serde(rename = "error")]
    pub message: String,
    /// What to do about it; empty if nobody knows.
    pub hint: String,
    /// Both in simplified Chinese; `None` where they are said in English only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chinese: Option<[String; 2]>,
}

impl InputError {
    /// About the whole of what was brought.
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::at("", message, hint)
    }

    /// About one part of a scenario.
    pub fn at(field: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { field, message: message.into(), hint: hint.into(), chinese: None }
    }

    /// Says it in simplified Chinese, too.
    #[must_use]
    pub fn in_chinese(self, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { chinese: Some([message.into(), hint.into()]), ..self }
    }
}

impl InputError {
    /// The same in a language, as far as there are words.
    #[must_use]
    pub fn said_in(self, language: Language) -> Self {
        let Self { field, message, hint, chinese } = self;
        let [message, hint] = match (language, &chinese) {
            (Language::Chinese, Some(said)) => said.clone(),
            _ => [&message, &hint].map(|text| said_in(language, text).into_owned()),
        };
        Self { field, message, hint, chinese }
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for InputError {}
