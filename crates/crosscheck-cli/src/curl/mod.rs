//! `curl` commands: read as the request that a page would make, and written for a shell.
//!
//! Owns curl's options and the shells' quotes. Judges nothing, sends nothing.

mod command;
mod options;
mod words;
mod write;

pub(crate) use command::BodyKind;
pub(crate) use command::Command;
pub(crate) use command::is_curl;
pub(crate) use write::write;
