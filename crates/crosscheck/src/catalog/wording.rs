//! Texts, in the languages that the catalogue speaks.

use core::fmt;

/// A language that the catalogue speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Language {
    /// English, which everything is in.
    English,
    /// Simplified Chinese.
    Chinese,
}

impl Language {
    /// Every language.
    pub const ALL: &'static [Self] = &[Self::English, Self::Chinese];

    /// Its tag, as HTML's `lang` has it: `en`, `zh-CN`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-CN",
        }
    }
}

/// A text in every language that there is of it.
///
/// # Example
/// ```
/// use crosscheck::catalog::{CorsHeader, Language};
///
/// let what = CorsHeader::Vary.what();
/// assert_eq!(what.to_string(), what.english);
/// assert_eq!(what.said_in(Language::Chinese), Some("服务器列出其响应取决于哪些请求头"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wording {
    /// In English.
    pub english: &'static str,
    /// In simplified Chinese, if somebody has written it.
    pub chinese: Option<&'static str>,
}

impl Wording {
    /// A text in both languages.
    ///
    /// # Example
    /// ```
    /// use crosscheck::catalog::{Language, Wording};
    ///
    /// let place = Wording::new("in the location", "放在 location 里");
    /// assert_eq!(place.said_in(Language::Chinese), Some("放在 location 里"));
    /// ```
    pub const fn new(english: &'static str, chinese: &'static str) -> Self {
        Self { english, chinese: Some(chinese) }
    }

    /// The text in a language, if there is one.
    pub const fn said_in(self, language: Language) -> Option<&'static str> {
        match language {
            Language::English => Some(self.english),
            Language::Chinese => self.chinese,
        }
    }
}

impl fmt::Display for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.english)
    }
}
