//! From what people bring to the rule that was broken, and the fix: no IO, for any target.
//!
//! Start with [`explain::explain`] for a console's text, a HAR file, a command or call, a transcript or a name; with
//! [`scenario::judge`] for a scenario; with [`editor::review`] for a policy file as it is typed; with [`check::Checked`] for what live servers answered.
//!
//! # What this crate does not do
//! It reads no file, no socket, no clock and no randomness, and prints nothing: what is made for people
//! is a [`text::Text`].
#![forbid(unsafe_code)]
#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]

mod browser_headers;
pub mod check;
pub mod chinese;
mod code;
pub mod curl;
pub mod docs;
pub mod editor;
mod error;
pub mod explain;
pub mod fixes;
pub mod import;
pub mod policies;
mod products;
pub mod refusal;
pub mod scenario;
pub mod story;
pub mod text;

pub use error::InputError;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
