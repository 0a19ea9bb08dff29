//! What several browsers write, and rules that their texts have in common.

use super::super::text::Text;
use super::super::text::aside;
use super::super::text::lone_opening;
use super::super::text::reason;
use super::super::text::vague;
use super::super::text::written;
use crate::catalog::FetchRule;

written!(
    EVENT_SOURCE_TYPE = reason(
        "EventSource's response has a MIME type (\"{value}\") that is not",
        &[FetchRule::WrongType],
    )
    .followed_by(" \"text/event-stream\". Aborting the connection."),
    EVENT_SOURCE_CHARSET = reason(
        "EventSource's response has a charset (\"{value}\") that is not UTF-8. Aborting the connection.",
        &[FetchRule::WrongType],
    ),
    EVENT_SOURCE_DECODED = aside(
        "EventSource's response has a charset (\"{value}\") that is not UTF-8. The response will be decoded as UTF-8."
    ),
    SANDBOXED_FORM = aside(
        "Blocked form submission to '{url}' because the form's frame is sandboxed and the \
         'allow-forms' permission is not set."
    ),
);

/// Older versions', and what the engine does not come to.
pub(in crate::diagnosis) const ONLY_READ: &[Text] = &[
    reason("Not allowed to access cross-origin stylesheet", &[FetchRule::StyleSheetUnreadable]),
    reason(
        "Not allowed to insert rule into cross-origin stylesheet",
        &[FetchRule::StyleSheetUnreadable],
    ),
    reason(
        "Not allowed to delete rule from cross-origin stylesheet",
        &[FetchRule::StyleSheetUnreadable],
    ),
    reason("Blocked a frame with origin \"{origin}\" from accessing a ", &[FetchRule::FrameAccess]),
    reason("Blocked a frame at \"{page}\" from accessing a ", &[FetchRule::FrameAccess]),
    vague(
        "The resource {url} was preloaded using link preload but not used within a few seconds",
        &[FetchRule::PreloadUnused],
    ),
    // WebSockets: newer Chromiums give no reason, and WebKit one of its network's.
    lone_opening("WebSocket connection to '{url}' failed:", NO_SOCKET),
    reason(
        "WebSocket connection to '{url}' failed: WebSocket is closed before the connection is \
         established",
        &[FetchRule::RequestAborted],
    ),
    reason("WebSocket connection to '{url}' failed: Unexpected response code: {status}", SOCKET),
    reason("There was a bad response from the server", SOCKET),
    // What a page is not let have that is not isolated.
    reason("SharedArrayBuffer is not defined", ISOLATED).of_no_request(),
    reason("Can't find variable: SharedArrayBuffer", ISOLATED).of_no_request(),
    reason("The SharedArrayBuffer object cannot be serialized", ISOLATED).of_no_request(),
    vague("Cross-Origin Isolation", ISOLATED).of_no_request(),
    vague("Cross Origin Isolation", ISOLATED).of_no_request(),
    vague("crossOriginIsolated", ISOLATED).of_no_request(),
    // Code in the page itself, or made of text.
    reason("Refused to evaluate a string as JavaScript because {value}", POLICY).of_no_request(),
    reason("This document requires 'TrustedHTML' assignment", POLICY).of_no_request(),
    reason("This document requires 'TrustedScriptURL' assignment", POLICY).of_no_request(),
    // A font file that begins with `<`: a page came in its place.
    reason("OTS parsing error: invalid sfntVersion", &[FetchRule::WrongType]),
    // Unity's files, compressed ahead, without the header that says so.
    reason(
        "Unable to parse {value}! This can happen if build compression was enabled",
        &[FetchRule::WrongType],
    ),
    vague(
        "HTTP Response Header \"Content-Type\" configured incorrectly on the server for file {value},",
        &[FetchRule::WrongType],
    ),
];

pub(in crate::diagnosis::texts) const SOCKET: &[FetchRule] = &[FetchRule::WebSocketRefused];

/// What a WebSocket that was not opened may be about.
pub(in crate::diagnosis::texts) const NO_SOCKET: &[FetchRule] = &[
    FetchRule::WebSocketRefused,
    FetchRule::NetworkFailure,
    FetchRule::MixedContent,
    FetchRule::ContentSecurityPolicy,
];

const ISOLATED: &[FetchRule] = &[FetchRule::NotIsolated];

pub(in crate::diagnosis) const POLICY: &[FetchRule] = &[FetchRule::ContentSecurityPolicy];
pub(in crate::diagnosis::texts) const TAINTED: &[FetchRule] = &[FetchRule::CanvasTainted];
pub(in crate::diagnosis::texts) const SILENT: &[FetchRule] = &[FetchRule::MediaWithoutCors];
pub(in crate::diagnosis::texts) const BLOCKED: &[FetchRule] = &[FetchRule::BlockedByClient];

/// WebKit tells neither from the other: of an answer that it may not read it says the same.
pub(in crate::diagnosis::texts) const INTEGRITY: &[FetchRule] =
    &[FetchRule::IntegrityNeedsCors, FetchRule::IntegrityMismatch];

/// What an element that asks by CORS says when it was refused.
pub(in crate::diagnosis) const BY_CORS: &[FetchRule] = &[
    FetchRule::AllowOriginMissing,
    FetchRule::AllowOriginMismatch,
    FetchRule::WildcardWithCredentials,
    FetchRule::AllowCredentials,
];

/// The same of a `<track>`.
pub(in crate::diagnosis::texts) const TRACK: &[FetchRule] = &[
    FetchRule::AllowOriginMissing,
    FetchRule::AllowOriginMismatch,
    FetchRule::WildcardWithCredentials,
    FetchRule::AllowCredentials,
    FetchRule::ResourcePolicy,
];

pub(in crate::diagnosis::texts) const NOT_LOADED: &[FetchRule] = &[
    FetchRule::NetworkFailure,
    FetchRule::BlockedByClient,
    FetchRule::ContentSecurityPolicy,
    FetchRule::OpaqueResponseBlocked,
    FetchRule::WrongType,
];

/// What an `import()` that failed may be about.
pub(in crate::diagnosis) const IMPORT: &[FetchRule] = &[
    FetchRule::NetworkFailure,
    FetchRule::WrongType,
    FetchRule::AllowOriginMissing,
    FetchRule::ContentSecurityPolicy,
    FetchRule::BlockedByClient,
];
