//! How a fetch ended, in the eyes of the page that asked for it.

use super::status::is_fitting;
use crate::agent::cause::Cause;
use crate::agent::fetch::outcome::Outcome;
use crate::agent::profile::Profile;
use crate::agent::request::Initiator;
use crate::agent::request::RequestMode;
use crate::agent::response::FilteredResponse;
use crate::agent::response::ResponseType;
use crate::wire::words::words;

words! {
    /// What a page may do with what an element loaded.
    #[non_exhaustive]
    pub enum Access {
        /// Look at it: its pixels, its rules, the messages of its errors.
        Readable = "readable",
        /// Show it, but not look: a canvas that it is drawn on is tainted.
        Tainted = "tainted",
        /// Run it, but its errors say only `Script error.`.
        Muted = "muted",
        /// It ran, and said nothing that could be muted.
        Silent = "silent",
        /// It loaded, and nothing tells how.
        Unknown = "unknown",
    }
}

/// How a fetch ended, in the eyes of the page that asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Seen<'o> {
    /// Script got a response, as far as its type lets it look.
    Response(&'o FilteredResponse),
    /// The same, of an `XMLHttpRequest`.
    Xhr(&'o FilteredResponse),
    /// An element loaded it.
    Loaded(Access),
    /// It failed: the name of the exception or event, and no more.
    Error(&'static str),
    /// The page cannot see how it ended.
    Unobserved,
    /// It has not ended: the user is being asked.
    Pending,
}

/// Whether a body is what its element takes. Whether an image is one and a script runs, only a
/// browser can tell: the caller says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there is nothing between")]
pub enum Content {
    /// A valid file of the type.
    Fitting,
    /// Anything else.
    Unfitting,
}

/// How a fetch ended, in the eyes of the page that asked for it.
///
/// # Example
/// ```
/// use crosscheck::agent::api::{Api, ElementInit, PageRequest};
/// use crosscheck::agent::element::{Access, Content, Seen, seen};
/// use crosscheck::agent::{HttpRequest, Profile, Response, UserAgent, fetch};
/// use crosscheck::wire::Origin;
///
/// // An image of another site, without `crossorigin`: it is shown, and taints its canvas.
/// let page = Origin::parse("https://app.example").unwrap();
/// let mut browser = UserAgent::new(&Profile::SPEC);
/// let asked = PageRequest::element("https://cdn.example/logo.png", ElementInit::new(Api::Img));
/// let request = asked.set_up(&browser, &page).unwrap();
/// let mut server = |_: &HttpRequest, _: &mut UserAgent| {
///     Some(Response { status: 200, ..Response::default() })
/// };
/// let outcome = fetch(request, &mut server, &mut browser, 0);
/// assert_eq!(seen(&outcome, Content::Fitting, &Profile::SPEC), Seen::Loaded(Access::Tainted));
/// ```
pub fn seen<'o>(outcome: &'o Outcome, content: Content, profile: &Profile) -> Seen<'o> {
    let initiator = outcome.initiator;
    let failed = Seen::Error(error_name(initiator));
    if outcome.is_preload {
        return preload_seen(outcome, profile);
    }
    let response = match &outcome.result {
        _ if is_unobserved(initiator) => return Seen::Unobserved,
        Ok(response) => response,
        // A frame that waits looks like one that was refused: it does not load.
        Err(failure)
            if matches!(failure.cause, Cause::LocalNetworkUndecided { .. })
                && initiator != Initiator::Iframe =>
        {
            return Seen::Pending;
        }
        Err(failure)
            if matches!(failure.cause, Cause::MixedContent { .. })
                && initiator.is_media()
                && failure.url_list.len() == 1
                && profile.refused_media_wait =>
        {
            return Seen::Pending;
        }
        Err(failure)
            if initiator == Initiator::EventSource
                && failure.cause == Cause::NetworkFailure
                && profile.event_sources_try_again =>
        {
            return Seen::Pending;
        }
        Err(failure)
            if initiator == Initiator::AtImport
                && matches!(failure.cause, Cause::MixedContent { .. })
                && failure.url_list.len() == 1
                && profile.blocked_imports_fail =>
        {
            return failed;
        }
        // The rule that imports it is there, and says what it is about.
        Err(failure) if initiator == Initiator::AtImport => {
            let is_mistyped = matches!(failure.cause, Cause::NoSniff { .. });
            let is_foreign = is_mistyped && profile.refused_imports_are_foreign;
            let is_own = match failure.cause {
                // Nobody was asked at the last of its URLs.
                Cause::MixedContent { .. } if profile.blocked_imports_are_own => {
                    let mut asked = failure.url_list.iter().rev().skip(1);
                    asked.all(|url| failure.origin.is_of(url))
                }
                _ => failure.stayed_home() && !is_foreign,
            };
            return Seen::Loaded(if is_own { Access::Readable } else { Access::Tainted });
        }
        Err(_) => return failed,
    };
    if !is_fitting(response.internal.status, initiator, profile) {
        return failed;
    }
    if content == Content::Unfitting {
        match initiator {
            Initiator::Fetch | Initiator::Xhr | Initiator::WebSocket => {}
            // A script that does not throw.
            Initiator::Script | Initiator::ModuleScript => return Seen::Loaded(Access::Silent),
            // Nor this: nobody is told anything.
            Initiator::Import | Initiator::ImportScripts => return Seen::Loaded(Access::Readable),
            // Nothing at all is a sheet, but no image.
            Initiator::Style | Initiator::AtImport | Initiator::CssModule => {}
            _ => return failed,
        }
    }
    let is_opaque = response.response_type == ResponseType::Opaque;
    Seen::Loaded(match initiator {
        Initiator::Fetch => return Seen::Response(response),
        Initiator::Xhr => return Seen::Xhr(response),
        Initiator::Script if is_opaque && profile.mutes_script_errors => Access::Muted,
        // What it throws would tell of it, and is kept from the worker.
        Initiator::ImportScripts if is_opaque && !is_back_home(outcome, response, profile) => {
            return failed;
        }
        Initiator::Font | Initiator::Script | Initiator::Track | Initiator::ImportScripts => {
            Access::Readable
        }
        Initiator::Iframe | Initiator::Audio => Access::Unknown,
        _ if is_opaque => Access::Tainted,
        _ => Access::Readable,
    })
}

/// Whether a redirect led a worker's script back to the worker's own origin, where that makes it one of its own.
fn is_back_home(outcome: &Outcome, response: &FilteredResponse, profile: &Profile) -> bool {
    profile.imported_scripts_are_of_last_origin
        && outcome.client.origin.is_of(&response.internal_url)
}

/// A preload loads whatever came, but for what a script, a sheet or a font would not take.
///
/// Spec: <https://html.spec.whatwg.org/multipage/links.html#link-type-preload>
fn preload_seen<'o>(outcome: &'o Outcome, profile: &Profile) -> Seen<'o> {
    let is_of_another = outcome.unused_preload.is_some()
        && outcome.initiator.is_module()
        && profile.module_preloads_hold_to_crossorigin;
    let has_loaded = match &outcome.result {
        _ if is_of_another => false,
        Ok(response) => {
            let status = response.internal.status;
            let is_failure = !response.internal.is_ok()
                && outcome.initiator == Initiator::Fetch
                && profile.preloads_for_script_need_success;
            (is_fitting(status, outcome.initiator, profile) && !is_failure)
                || (response.response_type == ResponseType::Opaque && profile.refused_preloads_load)
        }
        Err(failure) => {
            let is_refused = failure.cause.is_cors_check()
                || matches!(failure.cause, Cause::OpaqueResponse { .. } | Cause::ResourcePolicy)
                || matches!(failure.cause, Cause::IntegrityNeedsCors { .. })
                || (matches!(failure.cause, Cause::MimeType { .. })
                    && (outcome.initiator != Initiator::Style
                        || failure.mode == RequestMode::NoCors)
                    && !failure.stayed_home());
            let is_script = outcome.initiator.is_classic_script();
            let is_mistyped = (matches!(failure.cause, Cause::NoSniff { .. })
                || (is_script && matches!(failure.cause, Cause::MimeType { .. })))
                && match outcome.initiator {
                    Initiator::Style => profile.preloaded_sheets_may_be_mistyped,
                    Initiator::ModuleScript if profile.judges_preloaded_modules => false,
                    _ => profile.preloaded_scripts_may_be_mistyped,
                };
            let may_be_mistyped =
                !(profile.only_foreign_preloads_may_be_mistyped && failure.stayed_home());
            (is_mistyped && may_be_mistyped) || (is_refused && profile.refused_preloads_load)
        }
    };
    if has_loaded { Seen::Loaded(Access::Unknown) } else { Seen::Error("error") }
}

const fn is_unobserved(initiator: Initiator) -> bool {
    matches!(
        initiator,
        Initiator::Shape
            | Initiator::Background
            | Initiator::Mask
            | Initiator::SvgUse
            | Initiator::Beacon
            | Initiator::FetchLater
            | Initiator::Form
    )
}

/// What script is told of a failure: an exception's name, or an event's.
const fn error_name(initiator: Initiator) -> &'static str {
    match initiator {
        Initiator::Fetch | Initiator::Import | Initiator::JsonModule | Initiator::CssModule => {
            "TypeError"
        }
        Initiator::Font | Initiator::ImportScripts => "NetworkError",
        Initiator::Iframe => "blocked",
        _ => "error",
    }
}
