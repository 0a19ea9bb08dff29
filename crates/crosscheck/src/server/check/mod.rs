//! From what is written to a policy: every field judged, every rule asked whether it could answer.
//!
//! Owns what is refused, and what is worth a word. Says all of it at once.

mod build;
mod dangers;
mod edited;
mod fields;
mod mounted;
mod names;
mod origin_list;
mod public_suffix;
mod rule;
mod rules_by_path;
#[cfg(feature = "prove")]
mod unreachable;

pub use origin_list::parse_origin_list;
