//! Everything that has a name of ours: one table a kind, from which every other text is looked up.
//!
//! [`FetchRule`]s are what a fetch can break, [`FindingKind`]s are said of a policy, [`Check`]s of an
//! exchange that works and should not be relied on, [`CorsHeader`]s are what all of them are about.
//! Each has a stable name in kebab case, which parses and displays; what it is, in English and in
//! Chinese; why; and an example. An [`Entry`] is any of them.
//!
//! Owns names and texts, and judges nothing: the server finds, the agent refuses, the audit looks.
//! Sees no other module.
//!
//! # Example
//! ```
//! use crosscheck::catalog::{FetchRule, Language};
//!
//! let rule: FetchRule = "allow-origin-missing".parse().expect("it is in the table");
//! assert_eq!(rule, FetchRule::AllowOriginMissing);
//! assert_eq!(rule.what().english, "the answer has no Access-Control-Allow-Origin");
//! assert!(rule.what().said_in(Language::Chinese).is_some());
//! assert!("allow-orign-missing".parse::<FetchRule>().is_err());
//! ```

#[cfg(feature = "diagnosis")]
mod check;
#[cfg(feature = "diagnosis")]
mod entry;
#[cfg(feature = "diagnosis")]
mod fetch_rule;
mod finding_kind;
#[cfg(feature = "diagnosis")]
mod header;
mod named;
mod severity;
mod wording;

#[cfg(feature = "diagnosis")]
pub use check::Check;
#[cfg(feature = "diagnosis")]
pub use entry::Entry;
#[cfg(feature = "diagnosis")]
pub use entry::EntryKind;
#[cfg(feature = "diagnosis")]
pub use fetch_rule::FetchRule;
pub use finding_kind::FindingKind;
#[cfg(feature = "diagnosis")]
pub use header::CorsHeader;
pub use named::UnknownName;
pub use severity::Severity;
pub use wording::Language;
pub use wording::Wording;
