//! What several browsers write, and rules that their texts have in common.

use super::super::text::Text;
use super::super::text::aside;
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
    // A font file that begins with `<`: a page came in its place.
    reason("OTS parsing error: invalid sfntVersion", &[FetchRule::WrongType]),
];

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
