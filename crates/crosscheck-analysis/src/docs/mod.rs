//! A page for every name that [`explain`](crate::explain) knows, as files that need no server.
//!
//! Owns how pages look. Their texts are those of [`crate::explain`], from the same tables.

mod page;
mod site;
mod words;

pub use site::Links;
pub use site::files;

/// The Chinese words for rules and findings: an object of `rules` and `findings`.
pub const RULES_ZH: &str = include_str!("rules-zh.json");
