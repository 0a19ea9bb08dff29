//! Firefox's words: what is blocked, then the reason in brackets.

use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::console::first_by_name;
use super::console::shown;
use crate::agent::Cause;
use crate::agent::Failure;
use crate::agent::Outcome;
use crate::agent::Stage;

pub(super) fn texts(outcome: &Outcome) -> Vec<String> {
    let mut texts = Vec::new();
    for url in &outcome.authorization_by_wildcard {
        texts.push(format!(
            "Cross-Origin Request Warning: The Same Origin Policy will disallow reading the remote \
             resource at {url} soon. (Reason: When the `Access-Control-Allow-Headers` is `*`, the \
             `Authorization` header is not covered. To include the `Authorization` header, it must \
             be explicitly listed in CORS header `Access-Control-Allow-Headers`).",
        ));
    }
    let Err(failure) = &outcome.result else { return texts };
    if failure.cause == Cause::ResourcePolicy {
        texts.push(format!(
            "The resource at “{}” was blocked due to its Cross-Origin-Resource-Policy header (or \
             lack thereof). See https://developer.mozilla.org/docs/Web/HTTP/\
             Cross-Origin_Resource_Policy_(CORP)#",
            failure.url(),
        ));
        return texts;
    }
    if failure.cause == Cause::DisallowedByMode && failure.url_list.len() == 1 {
        let document = match &failure.document {
            Some(url) => url.to_string(),
            None => format!("{}/", failure.origin),
        };
        texts.push(format!(
            "Security Error: Content at {document} may not load data from {}.",
            failure.url(),
        ));
        return texts;
    }
    let Some(reason) = reason(failure) else { return texts };
    let url = match failure.cause {
        Cause::WildcardWithCredentials => format!("‘{}’", failure.url()),
        _ => failure.url().to_string(),
    };
    texts.push(blocked(&url, &reason));
    if failure.cause == Cause::PreflightRedirect {
        texts.push(blocked(&url, &preflight_did_not_succeed(failure.status)));
    }
    if failure.stage == Stage::Preflight {
        texts.push(blocked(failure.url().as_str(), DID_NOT_SUCCEED));
    }
    texts
}

fn blocked(url: &str, reason: &str) -> String {
    format!(
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote \
         resource at {url}. {reason}"
    )
}

fn preflight_did_not_succeed(status: u16) -> String {
    format!("(Reason: CORS preflight response did not succeed). Status code: {status}.")
}

/// Whether the answer is a redirect to what is no URL of HTTP.
fn leads_nowhere(failure: &Failure) -> bool {
    failure.location_value.as_ref().is_some_and(|value| !value.is_empty())
        && !failure.location.as_ref().is_some_and(|url| matches!(url.scheme(), "http" | "https"))
}

const DID_NOT_SUCCEED: &str = "(Reason: CORS request did not succeed). Status code: (null).";

fn reason(failure: &Failure) -> Option<String> {
    let status = failure.status;
    if failure.stage == Stage::Response && leads_nowhere(failure) {
        return Some(DID_NOT_SUCCEED.into());
    }
    Some(match &failure.cause {
        Cause::AllowOriginMissing => format!(
            "(Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: {status}."
        ),
        Cause::WildcardWithCredentials => {
            "(Reason: Credential is not supported if the CORS header \
             ‘Access-Control-Allow-Origin’ is ‘*’)."
                .into()
        }
        Cause::AllowOriginMismatch { lines_alike: 2.., .. } => {
            "(Reason: Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed).".into()
        }
        Cause::AllowOriginMismatch { value, .. } => format!(
            "(Reason: CORS header ‘Access-Control-Allow-Origin’ does not match ‘{}’).",
            shown(value),
        ),
        Cause::AllowCredentials { .. } => {
            "(Reason: expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’).".into()
        }
        Cause::PreflightStatus => preflight_did_not_succeed(status),
        Cause::PreflightRedirect => "(Reason: CORS request external redirect not allowed).".into(),
        Cause::InvalidAllowMethods { item, .. } => format!(
            "(Reason: invalid token ‘{}’ in CORS header ‘Access-Control-Allow-Methods’).",
            shown(item),
        ),
        Cause::InvalidAllowHeaders { item, .. } => format!(
            "(Reason: invalid token ‘{}’ in CORS header ‘Access-Control-Allow-Headers’).",
            shown(item),
        ),
        Cause::MethodNotAllowed { .. } => {
            "(Reason: Did not find method in CORS header ‘Access-Control-Allow-Methods’).".into()
        }
        Cause::HeadersNotAllowed { names } => format!(
            "(Reason: header ‘{}’ is not allowed according to header \
             ‘Access-Control-Allow-Headers’ from CORS preflight response).",
            first_by_name(names),
        ),
        Cause::NetworkFailure
        | Cause::LocationCredentials { .. }
        | Cause::LocationScheme { .. }
        | Cause::LocationInvalid { .. }
        | Cause::TooManyRedirects => DID_NOT_SUCCEED.into(),
        _ => return None,
    })
}
