//! Whichever way a request is written.

use super::powershell;
use super::script;
use super::tools;
use super::xhr;
use crate::curl::Command;
use crate::curl::is_curl;
use crate::error::InputError;

/// Reads a request that is written as a command or a call; `None` if a text is none.
///
/// Fails, with a hint, where it is one and cannot be read.
pub(crate) fn request(text: &str) -> Option<Result<Command, InputError>> {
    if is_curl(text) {
        return Some(Command::parse(text));
    }
    tools::read(text)
        .or_else(|| powershell::read(text))
        .or_else(|| script::read(text))
        .or_else(|| xhr::read(text))
}
