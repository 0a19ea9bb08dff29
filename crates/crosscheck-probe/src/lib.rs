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

mod asker;
mod browser;
mod drive;
mod look;
mod question;
mod scope;
mod transport;

pub use asker::Asker;
pub use drive::drive;
pub use look::LookError;
pub use look::look;
pub use question::Answers;
pub use question::Question;
pub use scope::Scope;
pub use transport::Patience;
pub use transport::Resolver;
pub use transport::Transport;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
