//! Requests as programs are written: `fetch`, axios and PowerShell, read as the request that a page would
//! make. What developer tools copy is such a text, and what people ask about mostly, too.
//!
//! Owns their syntax, as far as a request is in it. Runs nothing.

mod literal;
mod powershell;
mod script;

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
    powershell::read(text).or_else(|| script::read(text))
}
