//! What people write to change a policy that is in force.

use alloc::string::String;
use alloc::vec::Vec;

use super::builder::texts;

/// Origins that one rule gains and loses.
///
/// [`Policy::edit_origins`](crate::server::Policy::edit_origins) checks it and makes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct OriginEdit {
    /// Which of the configuration's `rules`, counted from 0; without, its own fields.
    pub rule: Option<usize>,
    /// Origins and patterns to add, spelled as in the configuration. What is there already stays.
    pub add: Vec<String>,
    /// Origins and patterns to take away, after what is added. What is not there does no harm.
    pub remove: Vec<String>,
}

impl OriginEdit {
    /// Nothing is gained or lost yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Says which of the configuration's `rules` is meant, counted from 0.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{Config, OriginEdit, Policy, Rule};
    /// let rule = Rule::new().paths(["/orders"]).origins(["https://a.example"]);
    /// let policy = Policy::new(&Config::new().rule(rule))?;
    /// let edit = OriginEdit::new().rule(0).add_origins(["https://b.example"]).remove_origins(["https://a.example"]);
    /// let edited = policy.edit_origins(&edit)?;
    /// assert!(edited.allows_origin("/orders", b"https://b.example"));
    /// assert!(!edited.allows_origin("/orders", b"https://a.example"));
    /// # Ok::<(), crosscheck::server::ConfigErrors>(())
    /// ```
    #[must_use]
    pub const fn rule(mut self, number: usize) -> Self {
        self.rule = Some(number);
        self
    }

    /// Lists origins and patterns to add, in the place of what was listed.
    #[must_use]
    pub fn add_origins(mut self, origins: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.add = texts(origins);
        self
    }

    /// Lists origins and patterns to take away, in the place of what was listed.
    #[must_use]
    pub fn remove_origins(mut self, origins: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.remove = texts(origins);
        self
    }
}
