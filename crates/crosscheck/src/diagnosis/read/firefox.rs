//! Firefox's forms, from version 36 on. In another language it is read line by line, in
//! `firefox_foreign.rs`.

use super::form::Form;
use super::form::opening;
use super::form::reason;
use crate::catalog::FetchRule;

pub(super) const FORMS: &[Form] = &[
    opening("The Same Origin Policy disallows reading the remote resource at {url}. ("),
    reason("Reason: CORS disabled", &[FetchRule::CorsDisabled]),
    reason("Reason: CORS request did not succeed", DID_NOT_SUCCEED),
    reason("Reason: CORS request failed", &[FetchRule::NetworkFailure]),
    reason("Reason: CORS request not http", &[FetchRule::SchemeNotHttp, FetchRule::LocationScheme]),
    reason("Reason: CORS request not HTTP", &[FetchRule::SchemeNotHttp, FetchRule::LocationScheme]),
    reason("Reason: CORS header 'Origin' cannot be added", &[FetchRule::OriginNotAdded]),
    reason(
        "Reason: CORS header 'Access-Control-Allow-Origin' missing",
        &[FetchRule::AllowOriginMissing],
    ),
    reason(
        "Reason: CORS header 'Access-Control-Allow-Origin' does not match '{value}').",
        NOT_MATCHING,
    ),
    reason(
        "Reason: Multiple CORS header 'Access-Control-Allow-Origin' not allowed",
        &[FetchRule::AllowOriginMultiple],
    ),
    reason(
        "Reason: Credential is not supported if the CORS header 'Access-Control-Allow-Origin' is \
         '*'",
        &[FetchRule::WildcardWithCredentials],
    ),
    reason(
        "Reason: expected 'true' in CORS header 'Access-Control-Allow-Credentials'",
        &[FetchRule::AllowCredentials],
    ),
    reason("Reason: CORS preflight response did not succeed", &[FetchRule::PreflightStatus]),
    reason("Reason: CORS preflight channel did not succeed", &[FetchRule::PreflightStatus]),
    reason("Reason: CORS request external redirect not allowed", &[FetchRule::PreflightRedirect]),
    reason(
        "Reason: invalid token '{value}' in CORS header 'Access-Control-Allow-Methods'",
        &[FetchRule::InvalidAllowMethods],
    ),
    reason(
        "Reason: invalid token '{value}' in CORS header 'Access-Control-Allow-Headers'",
        &[FetchRule::InvalidAllowHeaders],
    ),
    reason(
        "Reason: Did not find method in CORS header 'Access-Control-Allow-Methods'",
        &[FetchRule::MethodNotAllowed],
    ),
    reason(
        "Reason: header '{header}' is not allowed according to header \
         'Access-Control-Allow-Headers' from CORS preflight response",
        &[FetchRule::HeadersNotAllowed],
    ),
    reason(
        "Reason: missing token '{header}' in CORS header 'Access-Control-Allow-Headers' from CORS \
         preflight channel",
        &[FetchRule::HeadersNotAllowed],
    ),
    reason(
        "The Same Origin Policy will disallow reading the remote resource at {url} soon. (Reason: \
         When the `Access-Control-Allow-Headers` is `*`, the `Authorization` header is not covered",
        &[FetchRule::AuthorizationByWildcard],
    ),
    reason("Security Error: Content at {page} may not load data from {url}.", MAY_NOT_LOAD),
    reason("Security Error: Content at {page} may not load or link to {url}.", MAY_NOT_LINK),
    reason(
        "Redirecting to data: URI not allowed (Blocked loading of: ",
        &[FetchRule::LocationScheme],
    ),
    reason(
        "The resource at \"{url}\" was blocked due to its Cross-Origin-Resource-Policy header",
        &[FetchRule::ResourcePolicy],
    ),
    reason("Blocked loading mixed active content \"{url}\"", &[FetchRule::MixedContent]),
];

/// Why a page may not load data.
pub(super) const MAY_NOT_LOAD: &[FetchRule] = &[
    FetchRule::WorkerOrigin,
    FetchRule::DisallowedByMode,
    FetchRule::LocationScheme,
    FetchRule::SchemeNotHttp,
    FetchRule::NetworkFailure,
];

/// Why a page may not load or link to what has a scheme of its own.
pub(super) const MAY_NOT_LINK: &[FetchRule] =
    &[FetchRule::SchemeNotHttp, FetchRule::LocationScheme];

/// What Firefox says no more of than that a request did not succeed.
pub(super) const DID_NOT_SUCCEED: &[FetchRule] = &[
    FetchRule::NetworkFailure,
    FetchRule::LocationCredentials,
    FetchRule::LocationScheme,
    FetchRule::LocationInvalid,
    FetchRule::TooManyRedirects,
    FetchRule::LocalNetworkDenied,
];

/// How a value may not be the origin that asked; the value tells which.
pub(super) const NOT_MATCHING: &[FetchRule] = &[
    FetchRule::AllowOriginMismatch,
    FetchRule::AllowOriginInvalid,
    FetchRule::AllowOriginList,
    FetchRule::AllowOriginMultiple,
];
