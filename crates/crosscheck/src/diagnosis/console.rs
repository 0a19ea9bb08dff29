//! The texts that browsers write to their consoles.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::chromium;
use super::firefox;
use super::service_worker;
use super::service_worker::is_refused_by_service_worker;
use super::texts::beyond_cors::shared::SANDBOXED_FORM;
use super::texts::beyond_cors::webkit::TOO_MANY_WEBGL_CONTEXTS;
use super::texts::filled;
use super::texts::shared;
use super::texts::webkit::CANVAS_TAINTED;
use super::webkit;
use crate::agent::Initiator;
use crate::agent::Outcome;
use crate::agent::Profile;
use crate::agent::api::FormEncoding;
use crate::agent::profile::ConsoleStyle;

/// What a browser writes to its console about how a fetch ended: nothing if it has nothing to say.
///
/// Texts are whole messages, in the order in which they are written; WebKit writes several about one
/// failure. The `spec` profile writes nothing: the standard has no console.
///
/// # Example
/// ```
/// use crosscheck::agent::api::{FetchInit, PageRequest};
/// use crosscheck::agent::{HttpRequest, Profile, Response, UserAgent, fetch};
/// use crosscheck::diagnosis::console_texts;
/// use crosscheck::wire::Origin;
///
/// let mut browser = UserAgent::new(&Profile::FIREFOX);
/// let mut server = |_: &HttpRequest, _: &mut UserAgent| {
///     Some(Response { status: 200, ..Response::default() })
/// };
/// let page = Origin::parse("https://app.example").unwrap();
/// let asked = PageRequest::fetch("https://api.example/users", FetchInit::default());
/// let request = asked.set_up(&browser, &page).unwrap();
/// let outcome = fetch(request, &mut server, &mut browser, 0);
/// let texts = console_texts(&outcome, browser.profile);
/// assert_eq!(
///     texts,
///     ["Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote \
///       resource at https://api.example/users. (Reason: CORS header \
///       ‘Access-Control-Allow-Origin’ missing). Status code: 200."]
/// );
/// ```
pub fn console_texts(outcome: &Outcome, profile: &Profile) -> Vec<String> {
    let mut texts = refused_header_texts(outcome, profile);
    texts.extend(match profile.console {
        _ if is_refused_by_service_worker(outcome, profile) => {
            service_worker::texts(outcome, profile)
        }
        ConsoleStyle::None => Vec::new(),
        ConsoleStyle::Chromium => chromium::texts(outcome, profile),
        ConsoleStyle::Firefox => firefox::texts(outcome),
        ConsoleStyle::Webkit => webkit::texts(outcome),
    });
    texts
}

/// What a browser writes of the headers that an `XMLHttpRequest` may not set.
fn refused_header_texts(outcome: &Outcome, profile: &Profile) -> Vec<String> {
    if outcome.initiator != Initiator::Xhr || profile.console == ConsoleStyle::None {
        return Vec::new();
    }
    let text = |name: &String| match profile.console {
        ConsoleStyle::Firefox => filled!(shared::DENIED_HEADER, header = name),
        ConsoleStyle::Webkit => {
            format!("JS ERROR {}", filled!(shared::REFUSED_HEADER, header = name))
        }
        ConsoleStyle::Chromium | ConsoleStyle::None => {
            filled!(shared::REFUSED_HEADER, header = name)
        }
    };
    outcome.refused_headers.iter().map(text).collect()
}

/// What a browser writes of a form that it does not send, since its frame is sandboxed without `allow-forms`.
///
/// # Example
/// ```
/// use crosscheck::agent::Profile;
/// use crosscheck::diagnosis::sandboxed_form_text;
///
/// let text = |profile| sandboxed_form_text("https://api.example/", profile);
/// assert!(text(&Profile::CHROMIUM).unwrap().starts_with("Blocked form submission to"));
/// assert_eq!(text(&Profile::FIREFOX), None, "it says nothing");
/// ```
pub fn sandboxed_form_text(url: &str, profile: &Profile) -> Option<String> {
    let text = filled!(SANDBOXED_FORM, url = url);
    match profile.console {
        ConsoleStyle::None | ConsoleStyle::Firefox => None,
        ConsoleStyle::Chromium => Some(text),
        ConsoleStyle::Webkit => Some(format!("SECURITY ERROR {text}")),
    }
}

/// What a browser writes when script reads back a canvas that an image has tainted.
///
/// # Example
/// ```
/// use crosscheck::agent::Profile;
/// use crosscheck::diagnosis::tainted_canvas_text;
///
/// let text = tainted_canvas_text(&Profile::WEBKIT).unwrap();
/// assert!(text.contains("the canvas has been tainted by cross-origin data"));
/// assert_eq!(tainted_canvas_text(&Profile::CHROMIUM), None, "there script is told");
/// ```
pub fn tainted_canvas_text(profile: &Profile) -> Option<String> {
    (profile.console == ConsoleStyle::Webkit).then(|| filled!(CANVAS_TAINTED))
}

/// What a browser writes when a page makes a WebGL context though it has as many as it may have.
///
/// # Example
/// ```
/// use crosscheck::agent::Profile;
/// use crosscheck::diagnosis::too_many_webgl_contexts_text;
///
/// assert!(too_many_webgl_contexts_text(&Profile::WEBKIT).is_some());
/// assert_eq!(too_many_webgl_contexts_text(&Profile::CHROMIUM), None);
/// ```
pub fn too_many_webgl_contexts_text(profile: &Profile) -> Option<String> {
    (profile.console == ConsoleStyle::Webkit).then(|| filled!(TOO_MANY_WEBGL_CONTEXTS))
}

/// What a browser writes of an error of which script is told nothing, thrown by what `importScripts()` brought from
/// another origin.
///
/// # Example
/// ```
/// use crosscheck::agent::Profile;
/// use crosscheck::diagnosis::muted_error_text;
///
/// let text = |profile| muted_error_text("Error: boom", profile);
/// assert_eq!(text(&Profile::FIREFOX).as_deref(), Some("Error: boom"));
/// assert_eq!(text(&Profile::CHROMIUM), None, "the worker's own error tells of it");
/// ```
pub fn muted_error_text(error: &str, profile: &Profile) -> Option<String> {
    (profile.console == ConsoleStyle::Firefox).then(|| error.into())
}

/// What a browser writes of a script that a worker asked for, by `import()` or `importScripts()`, and that is empty.
///
/// # Example
/// ```
/// use crosscheck::agent::Profile;
/// use crosscheck::diagnosis::empty_script_text;
///
/// assert!(empty_script_text(&Profile::FIREFOX).unwrap().contains("empty source"));
/// assert_eq!(empty_script_text(&Profile::WEBKIT), None);
/// ```
pub fn empty_script_text(profile: &Profile) -> Option<String> {
    let text =
        "Attempting to create a Worker from an empty source. This is probably unintentional.";
    (profile.console == ConsoleStyle::Firefox).then(|| text.into())
}

/// What a browser writes of a form that says how its body is encoded, and has none since it is sent by `GET`.
///
/// # Example
/// ```
/// use crosscheck::agent::Profile;
/// use crosscheck::agent::api::FormEncoding;
/// use crosscheck::diagnosis::unused_encoding_text;
///
/// let text = |encoding| unused_encoding_text(encoding, &Profile::FIREFOX);
/// assert!(text(FormEncoding::Text).unwrap().starts_with("Form contains enctype=text/plain"));
/// assert_eq!(text(FormEncoding::UrlEncoded), None, "so it is sent");
/// ```
pub fn unused_encoding_text(encoding: FormEncoding, profile: &Profile) -> Option<String> {
    let is_told = profile.console == ConsoleStyle::Firefox && encoding != FormEncoding::UrlEncoded;
    // It has two blanks, which no reader of texts tells from one.
    is_told.then(|| {
        format!(
            "Form contains enctype={}, but does not contain method=post.  Submitting normally with \
             method=GET and no enctype instead.",
            encoding.name()
        )
    })
}
