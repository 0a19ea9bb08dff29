//! Asks live servers what a browser would ask them.
//!
//! Start with [`Question`]: a step of a page, and the browsers that do it. [`Question::ask`] lets each of
//! them do it through an [`Asker`], and writes down a [`Transcript`](crosscheck::audit::Transcript) for
//! each. [`look`] is the same for whoever may only look: GET, HEAD and preflights, never a cookie.
//!
//! The engine decides what is sent, hop by hop; [`Transport`] sends it and follows nothing by itself. What
//! was asked once is not asked again where the next browser would send the same. Everything is bounded
//! in bytes and time.
//!
//! # What this crate does not do
//! It judges nothing and prints nothing: verdicts are the engine's, reports are made of transcripts by
//! `crosscheck-analysis`.
#![forbid(unsafe_code)]
#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]

mod browser;
mod browser_fetch;
mod question;
mod read_only;
mod scope;
mod send_once;
mod transport;

pub use browser_fetch::drive;
pub use question::Answers;
pub use question::Question;
pub use read_only::LookError;
pub use read_only::look;
pub use scope::Scope;
pub use send_once::Asker;
pub use transport::Patience;
pub use transport::Resolver;
pub use transport::RootsError;
pub use transport::Transport;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
