//! The texts that browsers write to their consoles.

use alloc::string::String;
use alloc::vec::Vec;

use super::chromium;
use super::firefox;
use super::webkit;
use crate::agent::ConsoleStyle;
use crate::agent::Outcome;
use crate::agent::Profile;

/// What a browser writes to its console about how a fetch ended: nothing if it has nothing to say.
///
/// Texts are whole messages. WebKit's lines about one failure are joined by ` | ` up to the one that
/// names the URL. The `spec` profile writes nothing: the standard has no console.
pub fn console_texts(outcome: &Outcome, profile: &Profile) -> Vec<String> {
    match profile.console {
        ConsoleStyle::None => Vec::new(),
        ConsoleStyle::Chromium => chromium::texts(outcome),
        ConsoleStyle::Firefox => firefox::texts(outcome),
        ConsoleStyle::Webkit => webkit::texts(outcome),
    }
}

/// Bytes as text whose code points are those bytes, as consoles show header values.
pub(super) fn shown(bytes: &[u8]) -> String {
    bytes.iter().map(|b| char::from(*b)).collect()
}
