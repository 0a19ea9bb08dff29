//! What several browsers write, and rules that their texts have in common.

use super::super::form::Form;
use super::super::form::reason;
use super::super::form::vague;
use crate::catalog::FetchRule;

/// Those that several browsers write.
pub(in super::super) const FORMS: &[Form] = &[
    reason("Not allowed to access cross-origin stylesheet", &[FetchRule::StyleSheetUnreadable]),
    reason(
        "Not allowed to insert rule into cross-origin stylesheet",
        &[FetchRule::StyleSheetUnreadable],
    ),
    reason(
        "Not allowed to delete rule from cross-origin stylesheet",
        &[FetchRule::StyleSheetUnreadable],
    ),
    reason(
        "EventSource's response has a MIME type (\"{value}\") that is not",
        &[FetchRule::WrongType],
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

pub(super) const POLICY: &[FetchRule] = &[FetchRule::ContentSecurityPolicy];
pub(super) const TAINTED: &[FetchRule] = &[FetchRule::CanvasTainted];
pub(super) const SILENT: &[FetchRule] = &[FetchRule::MediaWithoutCors];
pub(super) const BLOCKED: &[FetchRule] = &[FetchRule::BlockedByClient];

/// WebKit tells neither from the other: of an answer that it may not read it says the same.
pub(super) const INTEGRITY: &[FetchRule] =
    &[FetchRule::IntegrityNeedsCors, FetchRule::IntegrityMismatch];

/// What an element that asks by CORS says when it was refused.
pub(in super::super) const BY_CORS: &[FetchRule] = &[
    FetchRule::AllowOriginMissing,
    FetchRule::AllowOriginMismatch,
    FetchRule::WildcardWithCredentials,
    FetchRule::AllowCredentials,
];

pub(super) const NOT_LOADED: &[FetchRule] = &[
    FetchRule::NetworkFailure,
    FetchRule::BlockedByClient,
    FetchRule::ContentSecurityPolicy,
    FetchRule::OpaqueResponseBlocked,
    FetchRule::WrongType,
];

/// What an `import()` that failed may be about.
pub(in super::super) const IMPORT: &[FetchRule] = &[
    FetchRule::NetworkFailure,
    FetchRule::WrongType,
    FetchRule::AllowOriginMissing,
    FetchRule::ContentSecurityPolicy,
    FetchRule::BlockedByClient,
];
