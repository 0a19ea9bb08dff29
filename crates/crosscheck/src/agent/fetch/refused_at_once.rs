//! What is refused before anything else is asked: by the request's own mode, URL and body.

use crate::agent::cause::Cause;
use crate::agent::profile::Profile;
use crate::agent::request::Initiator;
use crate::agent::request::RedirectMode;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;
use crate::agent::request::includes_credentials;

/// What the mode of a request to another origin does not let it do.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-main-fetch>
pub(super) fn refused_by_mode(request: &Request) -> Option<Cause> {
    match request.mode {
        // 12.c. Elsewhere, though only the own origin was asked for.
        RequestMode::SameOrigin => Some(Cause::DisallowedByMode),
        // 12.d.1. Without CORS only where redirects are followed.
        RequestMode::NoCors if request.redirect != RedirectMode::Follow => {
            Some(Cause::NoCorsRedirectMode)
        }
        _ => None,
    }
}

/// Whether a document refuses a URL because of its user name or password: any that is asked for without CORS, but
/// for media, and any that a redirect leads to. What is followed without the document is not looked at.
///
/// Measured: `fresh-kna0001` to `fresh-kna0116`.
pub(super) fn has_refused_credentials(request: &Request) -> bool {
    let initiator = request.initiator;
    let is_refused = || match request.urls().count() {
        1 => {
            let is_let_through = matches!(request.mode, RequestMode::Cors | RequestMode::WebSocket)
                || initiator.is_media();
            !is_let_through || initiator == Initiator::EventSource
        }
        _ => !matches!(initiator, Initiator::Xhr | Initiator::Beacon | Initiator::FetchLater),
    };
    includes_credentials(request.current_url()) && is_refused()
}

/// Whether a request that may outlive its page has more to send than such requests may.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch>
pub(super) fn is_too_long_to_outlive_its_page(request: &Request, profile: &Profile) -> bool {
    let is_beacon = request.initiator == Initiator::Beacon && profile.beacons_are_bounded;
    // 8.10. More than 64 kibibytes.
    let length = || request.body.as_ref().and_then(|body| body.content.length());
    (request.keepalive || is_beacon) && length().is_some_and(|length| length > 64 * 1024)
}
