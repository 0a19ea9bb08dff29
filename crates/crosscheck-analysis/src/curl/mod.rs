//! `curl` commands: read as the request that a page would make, and written for a shell.
//!
//! Owns curl's options and the shells' quotes. Judges nothing, sends nothing.

mod command;
mod options;
mod words;
mod write;

pub use command::Body;
pub use command::BodyKind;
pub use command::Command;
pub use command::is_curl;
pub(crate) use command::without_prompt;
pub(crate) use words::split;
pub(crate) use write::quoted;
pub use write::write;
