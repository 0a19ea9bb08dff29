//! From what ended a fetch to the rule that was broken.

use alloc::string::String;

use url::Url;

use crate::agent::Cause;
use crate::agent::Failure;
use crate::agent::Stage;
use crate::catalog::FetchRule;
use crate::wire::Origin;
use crate::wire::isomorphic_decode;

/// The rule that a failed fetch broke.
///
/// # Example
/// ```
/// use crosscheck::agent::api::{FetchInit, PageRequest};
/// use crosscheck::agent::{HttpRequest, Profile, Response, UserAgent, fetch};
/// use crosscheck::catalog::FetchRule;
/// use crosscheck::diagnosis::broken_rule;
/// use crosscheck::wire::Origin;
///
/// let mut browser = UserAgent::new(&Profile::CHROMIUM);
/// let mut server = |_: &HttpRequest, _: &mut UserAgent| {
///     Some(Response { status: 200, ..Response::default() })
/// };
/// let page = Origin::parse("https://app.example").unwrap();
/// let asked = PageRequest::fetch("https://api.example/users", FetchInit::default());
/// let request = asked.set_up(&browser, &page).unwrap();
/// let outcome = fetch(request, &mut server, &mut browser, 0);
/// // The server said nothing of CORS.
/// let failure = outcome.result.unwrap_err();
/// assert_eq!(broken_rule(&failure), FetchRule::AllowOriginMissing);
/// ```
pub fn broken_rule(failure: &Failure) -> FetchRule {
    match &failure.cause {
        Cause::DisallowedByMode => FetchRule::DisallowedByMode,
        Cause::NoCorsRedirectMode => FetchRule::NoCorsRedirectMode,
        Cause::SchemeNotHttp => FetchRule::SchemeNotHttp,
        Cause::InvalidDataUrl => FetchRule::InvalidDataUrl,
        Cause::LocalNetworkInsecure { .. } => FetchRule::LocalNetworkInsecure,
        Cause::LocalNetworkDenied { .. } => FetchRule::LocalNetworkDenied,
        Cause::LocalNetworkMismatch { .. } => FetchRule::LocalNetworkMismatch,
        Cause::LocalNetworkUndecided { .. } => FetchRule::LocalNetworkUndecided,
        Cause::MixedContent { .. } => FetchRule::MixedContent,
        Cause::NoSniff { .. } => FetchRule::NoSniff,
        Cause::OpaqueResponse { .. } => FetchRule::OpaqueResponseBlocked,
        Cause::MimeType { .. } | Cause::Charset { .. } => FetchRule::WrongType,
        Cause::EmbedderPolicy => FetchRule::EmbedderPolicy,
        Cause::IntegrityNeedsCors { .. } => FetchRule::IntegrityNeedsCors,
        Cause::IntegrityMismatch { .. } => FetchRule::IntegrityMismatch,
        Cause::NetworkFailure => FetchRule::NetworkFailure,
        Cause::AllowOriginMissing => FetchRule::AllowOriginMissing,
        Cause::WildcardWithCredentials => FetchRule::WildcardWithCredentials,
        Cause::AllowOriginMismatch { value, lines, .. } => match allow_origin_mismatch(value) {
            FetchRule::AllowOriginMultiple if *lines == 1 => FetchRule::AllowOriginList,
            rule => rule,
        },
        Cause::AllowCredentials { .. } => FetchRule::AllowCredentials,
        Cause::PreflightStatus => FetchRule::PreflightStatus,
        Cause::PreflightRedirect => FetchRule::PreflightRedirect,
        Cause::InvalidAllowMethods { .. } => FetchRule::InvalidAllowMethods,
        Cause::InvalidAllowHeaders { .. } => FetchRule::InvalidAllowHeaders,
        Cause::MethodNotAllowed { .. } => FetchRule::MethodNotAllowed,
        Cause::HeadersNotAllowed { .. } => FetchRule::HeadersNotAllowed,
        Cause::LocationInvalid { .. } => FetchRule::LocationInvalid,
        Cause::LocationScheme { .. } => FetchRule::LocationScheme,
        Cause::TooManyRedirects => FetchRule::TooManyRedirects,
        Cause::LocationCredentials { .. } => FetchRule::LocationCredentials,
        Cause::StreamRedirect => FetchRule::StreamRedirect,
        Cause::UrlCredentials => FetchRule::UrlCredentials,
        Cause::KeepaliveTooLong => FetchRule::KeepaliveTooLong,
        Cause::RedirectModeError => FetchRule::RedirectModeError,
        Cause::ResourcePolicy => FetchRule::ResourcePolicy,
    }
}

/// What kind of wrong origin a value of `Access-Control-Allow-Origin` is.
pub(super) fn allow_origin_mismatch(value: &[u8]) -> FetchRule {
    if value.contains(&b' ') || value.contains(&b',') {
        return FetchRule::AllowOriginMultiple;
    }
    let text = isomorphic_decode(value);
    // Most are origins, which are told at a glance.
    if Origin::parse(&text).is_err() && Url::parse(&text).is_err() {
        return FetchRule::AllowOriginInvalid;
    }
    FetchRule::AllowOriginMismatch
}

/// The stage at which a rule can be broken, where there is but one.
pub(super) fn only_stage(rule: FetchRule) -> Option<Stage> {
    rule.is_of_preflight().then_some(Stage::Preflight)
}

/// Chromium's `CorsError` on a given message.
///
/// # Example
/// ```
/// use crosscheck::agent::Stage;
/// use crosscheck::catalog::FetchRule;
/// use crosscheck::diagnosis::chromium_code;
///
/// let code = |stage| chromium_code(FetchRule::AllowOriginMissing, stage);
/// assert_eq!(code(Stage::Response).as_deref(), Some("kMissingAllowOriginHeader"));
/// assert_eq!(code(Stage::Preflight).as_deref(), Some("kPreflightMissingAllowOriginHeader"));
/// ```
pub fn chromium_code(rule: FetchRule, stage: Stage) -> Option<String> {
    match stage {
        Stage::Preflight => rule.chromium_on_preflight(),
        Stage::Request | Stage::Response => rule.chromium().map(Into::into),
    }
}
