//! How much something matters.

use core::fmt;

/// How much a finding matters, whatever it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(clippy::exhaustive_enums, reason = "three words, as every scanner of code has them")]
pub enum Severity {
    /// Good to know; nothing is wrong.
    Note,
    /// It works, and is probably not what was meant, is open to more than it seems, or will not work
    /// everywhere or always.
    Warning,
    /// There is no policy as long as this stands, or browsers do not even ask.
    Error,
}

impl Severity {
    /// `note`, `warning` or `error`.
    ///
    /// # Example
    /// ```
    /// use crosscheck::catalog::Severity;
    ///
    /// assert_eq!(Severity::Error.name(), "error");
    /// assert!(Severity::Error > Severity::Warning);
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
