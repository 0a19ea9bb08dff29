//! Sentences that hold what was seen, in English and in simplified Chinese side by side, as the catalogue has
//! its own.
//!
//! A sentence has holes, `{}` in English and `{1}`, `{2}`, … in Chinese; a hole that is itself a sentence is
//! `{=1}`. What is said in English is found in the tables and said again; what is in none of them stays
//! English, and tests see to it that nothing does. Owns the tables; what is said is decided elsewhere.

mod advice;
mod advice_on;
mod audit;
mod beside;
mod changes;
mod exports;
mod imports;
mod labels;
mod policy;
mod sentence;
mod toml;
mod who_may;

use std::borrow::Cow;

use crosscheck::catalog::Language;
use serde::Serialize;

pub(crate) use advice_on::advice_said_in_chinese;
pub(crate) use changes::access_change;
pub(crate) use changes::embedding_change;
pub(crate) use changes::handler_change;
pub use sentence::in_chinese;

/// A sentence of ours for pages, which speak both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Told {
    /// In English.
    pub(crate) text: String,
    /// In simplified Chinese; `None` if nobody has written it.
    pub(crate) chinese: Option<String>,
}

impl From<String> for Told {
    fn from(text: String) -> Self {
        Self { chinese: in_chinese(&text), text }
    }
}

/// The language of a tag: `en`, `zh`, `zh-CN`.
///
/// Fails, with what there is, for any other.
pub fn language(tag: &str) -> Result<Language, String> {
    let is_meant = |language: &&Language| {
        let known = language.tag();
        known.eq_ignore_ascii_case(tag) || known.split('-').next() == Some(tag)
    };
    let known = Language::ALL.iter().find(is_meant).copied();
    known.ok_or_else(|| "it is none of en, zh".into())
}

/// What is said in a language, as far as there are words.
///
/// # Example
/// ```
/// use crosscheck::catalog::Language;
/// use crosscheck_analysis::chinese::said_in;
///
/// assert_eq!(said_in(Language::Chinese, "read header x-total"), "read header x-total");
/// assert_eq!(said_in(Language::Chinese, "it is not read"), "不读取它");
/// ```
pub fn said_in(language: Language, text: &str) -> Cow<'_, str> {
    match language {
        Language::Chinese => in_chinese(text).map_or(Cow::Borrowed(text), Cow::Owned),
        _ => Cow::Borrowed(text),
    }
}
