//! The texts that browsers write to their consoles.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::chromium;
use super::firefox;
use super::service_worker;
use super::service_worker::is_refused_by_service_worker;
use super::webkit;
use crate::agent::Outcome;
use crate::agent::Profile;
use crate::agent::profile::ConsoleStyle;

/// What a browser writes to its console about how a fetch ended: nothing if it has nothing to say.
///
/// Texts are whole messages, in the order in which they are written; WebKit writes several about one
/// failure. The `spec` profile writes nothing: the standard has no console.
pub fn console_texts(outcome: &Outcome, profile: &Profile) -> Vec<String> {
    if is_refused_by_service_worker(outcome) {
        return service_worker::texts(outcome, profile);
    }
    match profile.console {
        ConsoleStyle::None => Vec::new(),
        ConsoleStyle::Chromium => chromium::texts(outcome, profile),
        ConsoleStyle::Firefox => firefox::texts(outcome),
        ConsoleStyle::Webkit => webkit::texts(outcome),
    }
}

/// What a browser writes of a form that it does not send, since its frame is sandboxed without `allow-forms`.
pub fn sandboxed_form_text(url: &str, profile: &Profile) -> Option<String> {
    let text = format!(
        "Blocked form submission to '{url}' because the form's frame is sandboxed and the 'allow-forms' \
         permission is not set."
    );
    match profile.console {
        ConsoleStyle::None | ConsoleStyle::Firefox => None,
        ConsoleStyle::Chromium => Some(text),
        ConsoleStyle::Webkit => Some(format!("SECURITY ERROR {text}")),
    }
}

/// What a browser writes when script reads back a canvas that an image has tainted.
pub fn tainted_canvas_text(profile: &Profile) -> Option<&'static str> {
    (profile.console == ConsoleStyle::Webkit).then_some(webkit::TAINTED_CANVAS)
}

/// What a browser writes when a page makes a WebGL context though it has as many as it may have.
pub fn too_many_webgl_contexts_text(profile: &Profile) -> Option<&'static str> {
    (profile.console == ConsoleStyle::Webkit).then_some(webkit::TOO_MANY_WEBGL_CONTEXTS)
}
