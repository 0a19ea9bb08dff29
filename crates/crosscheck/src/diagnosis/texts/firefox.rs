//! Firefox's texts about CORS, from version 36 on: what is blocked, then the reason in brackets.
//!
//! In another language it is read line by line, in `read/firefox_foreign.rs`.

use super::text::Text;
use super::text::opening;
use super::text::reason;
use super::text::vague;
use super::text::written;
use crate::catalog::FetchRule;

written!(
    BLOCKED = opening("The Same Origin Policy disallows reading the remote resource at {url}. (")
        .led_by("Cross-Origin Request Blocked: "),
    DID_NOT_SUCCEED = reason("CORS request did not succeed", NOT_SUCCEEDING)
        .led_by("Reason: ")
        .followed_by("). Status code: (null)."),
    NOT_HTTP =
        reason("CORS request not http", &[FetchRule::SchemeNotHttp, FetchRule::LocationScheme])
            .led_by("Reason: ")
            .followed_by(")."),
    ALLOW_ORIGIN_MISSING = reason(
        "CORS header ‘Access-Control-Allow-Origin’ missing",
        &[FetchRule::AllowOriginMissing],
    )
    .led_by("Reason: ")
    .followed_by("). Status code: {status}."),
    ALLOW_ORIGIN_MISMATCH = reason(
        "CORS header ‘Access-Control-Allow-Origin’ does not match ‘{value}’).",
        NOT_MATCHING,
    )
    .led_by("Reason: "),
    ALLOW_ORIGIN_MULTIPLE = reason(
        "Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed",
        &[FetchRule::AllowOriginMultiple],
    )
    .led_by("Reason: ")
    .followed_by(")."),
    WILDCARD_WITH_CREDENTIALS = reason(
        "Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is \
         ‘*’",
        &[FetchRule::WildcardWithCredentials],
    )
    .led_by("Reason: ")
    .followed_by(")."),
    ALLOW_CREDENTIALS = reason(
        "expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’",
        &[FetchRule::AllowCredentials],
    )
    .led_by("Reason: ")
    .followed_by(")."),
    PREFLIGHT_STATUS =
        reason("CORS preflight response did not succeed", &[FetchRule::PreflightStatus])
            .led_by("Reason: ")
            .followed_by("). Status code: {status}."),
    PREFLIGHT_REDIRECT =
        reason("CORS request external redirect not allowed", &[FetchRule::PreflightRedirect])
            .led_by("Reason: ")
            .followed_by(")."),
    INVALID_ALLOW_METHODS = reason(
        "invalid token ‘{value}’ in CORS header ‘Access-Control-Allow-Methods’",
        &[FetchRule::InvalidAllowMethods],
    )
    .led_by("Reason: ")
    .followed_by(")."),
    INVALID_ALLOW_HEADERS = reason(
        "invalid token ‘{value}’ in CORS header ‘Access-Control-Allow-Headers’",
        &[FetchRule::InvalidAllowHeaders],
    )
    .led_by("Reason: ")
    .followed_by(")."),
    METHOD_NOT_ALLOWED = reason(
        "Did not find method in CORS header ‘Access-Control-Allow-Methods’",
        &[FetchRule::MethodNotAllowed],
    )
    .led_by("Reason: ")
    .followed_by(")."),
    HEADERS_NOT_ALLOWED = reason(
        "header ‘{header}’ is not allowed according to header \
         ‘Access-Control-Allow-Headers’ from CORS preflight response",
        &[FetchRule::HeadersNotAllowed],
    )
    .led_by("Reason: ")
    .followed_by(")."),
    AUTHORIZATION_BY_WILDCARD = reason(
        "The Same Origin Policy will disallow reading the remote resource at {url} soon. (Reason: \
         When the `Access-Control-Allow-Headers` is `*`, the `Authorization` header is not \
         covered",
        &[FetchRule::AuthorizationByWildcard],
    )
    .led_by("Cross-Origin Request Warning: ")
    .followed_by(
        ". To include the `Authorization` header, it must be explicitly listed in CORS header \
         `Access-Control-Allow-Headers`).",
    ),
    MAY_NOT_LOAD = reason(
        "Security Error: Content at {page} may not load data from {url}.",
        MAY_NOT_LOAD_FOR,
    ),
    MAY_NOT_LINK = reason(
        "Security Error: Content at {page} may not load or link to {url}.",
        MAY_NOT_LINK_FOR,
    ),
    REDIRECT_TO_DATA = reason(
        "Redirecting to data: URI not allowed (Blocked loading of: ",
        &[FetchRule::LocationScheme],
    )
    .followed_by("“{start}”)"),
    RESOURCE_POLICY = reason(
        "The resource at “{url}” was blocked due to its Cross-Origin-Resource-Policy header",
        &[FetchRule::ResourcePolicy],
    )
    .followed_by(
        " (or lack thereof). See \
         https://developer.mozilla.org/docs/Web/HTTP/Cross-Origin_Resource_Policy_(CORP)#",
    ),
    MIXED_CONTENT =
        reason("Blocked loading mixed active content “{url}”", &[FetchRule::MixedContent]),
);

/// Older versions', and what the engine does not come to.
pub(in crate::diagnosis) const ONLY_READ: &[Text] = &[
    // Of these two other texts have the words.
    reason("Reason: CORS disabled", &[FetchRule::CorsDisabled]),
    reason("Reason: CORS request failed", &[FetchRule::NetworkFailure]),
    // Up to 36 without a reason.
    reason(
        "This can be fixed by moving the resource to the same domain or enabling CORS",
        WITHOUT_A_REASON,
    ),
    // As people quote it, who leave its end out.
    vague("The Same Origin Policy disallows reading the remote resource", WITHOUT_A_REASON),
    vague(
        "The Same Origin Policy disallows reading the remote resource at {url}",
        WITHOUT_A_REASON,
    ),
    vague("Cross-Origin Request Blocked", WITHOUT_A_REASON),
    reason("CORS request not HTTP", &[FetchRule::SchemeNotHttp, FetchRule::LocationScheme])
        .led_by("Reason: "),
    reason("CORS header 'Origin' cannot be added", &[FetchRule::OriginNotAdded]).led_by("Reason: "),
    reason("CORS preflight channel did not succeed", &[FetchRule::PreflightStatus])
        .led_by("Reason: "),
    reason(
        "missing token '{header}' in CORS header 'Access-Control-Allow-Headers' from CORS \
         preflight channel",
        &[FetchRule::HeadersNotAllowed],
    )
    .led_by("Reason: "),
];

/// What it may have been, where Firefox gave no reason yet.
pub(in crate::diagnosis) const WITHOUT_A_REASON: &[FetchRule] = &[
    FetchRule::AllowOriginMissing,
    FetchRule::AllowOriginMismatch,
    FetchRule::PreflightStatus,
    FetchRule::NetworkFailure,
];

/// What Firefox says no more of than that a request did not succeed.
pub(in crate::diagnosis) const NOT_SUCCEEDING: &[FetchRule] = &[
    FetchRule::NetworkFailure,
    FetchRule::LocationCredentials,
    FetchRule::LocationScheme,
    FetchRule::LocationInvalid,
    FetchRule::TooManyRedirects,
    FetchRule::LocalNetworkDenied,
];

/// How a value may not be the origin that asked; the value tells which.
pub(in crate::diagnosis) const NOT_MATCHING: &[FetchRule] = &[
    FetchRule::AllowOriginMismatch,
    FetchRule::AllowOriginInvalid,
    FetchRule::AllowOriginList,
    FetchRule::AllowOriginMultiple,
];

/// Why a page may not load data.
pub(in crate::diagnosis) const MAY_NOT_LOAD_FOR: &[FetchRule] = &[
    FetchRule::WorkerOrigin,
    FetchRule::DisallowedByMode,
    FetchRule::LocationScheme,
    FetchRule::SchemeNotHttp,
    FetchRule::NetworkFailure,
];

/// Why a page may not load or link to what has a scheme of its own.
pub(in crate::diagnosis) const MAY_NOT_LINK_FOR: &[FetchRule] =
    &[FetchRule::SchemeNotHttp, FetchRule::LocationScheme];
