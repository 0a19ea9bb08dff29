//! What was seen, and what the server would have to say instead.

use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::console::shown;
use crate::agent::Cause;
use crate::agent::Failure;

/// What was seen that broke the rule, as a sentence; `None` if there is no more to it.
pub fn evidence(failure: &Failure) -> Option<String> {
    Some(match &failure.cause {
        Cause::AllowOriginMismatch { value, lines, .. } if *lines > 1 => {
            format!("{lines} lines say `{}`; {}", shown(value), who_asked(failure))
        }
        Cause::AllowOriginMismatch { value, .. } => {
            format!("it says `{}`; {}", shown(value), who_asked(failure))
        }
        Cause::AllowCredentials { value: Some(value) } => format!("it says `{}`", shown(value)),
        Cause::AllowCredentials { value: None } => "it is missing".into(),
        Cause::PreflightStatus | Cause::PreflightRedirect => {
            format!("the status is {}", failure.status)
        }
        Cause::InvalidAllowMethods { item, .. } | Cause::InvalidAllowHeaders { item, .. } => {
            format!("`{}` is no name", shown(item))
        }
        Cause::MethodNotAllowed { method } => format!("the method is {method}"),
        Cause::HeadersNotAllowed { names } => format!("it lacks {}", names.join(", ")),
        Cause::LocationInvalid { value } => format!("it says `{}`", shown(value)),
        Cause::LocationScheme { location } | Cause::LocationCredentials { location } => {
            format!("it leads to {location}")
        }
        _ => return None,
    })
}

/// Header lines with which the answer would have passed, if headers would help.
///
/// They are the least that lets this very request through; whoever sends them must mean it. A page
/// that redirects made `null` gets none: that origin is anybody's.
pub fn remedy(failure: &Failure) -> Vec<(&'static str, String)> {
    let origin = failure.sent_origin.clone();
    match &failure.cause {
        Cause::AllowOriginMissing
        | Cause::WildcardWithCredentials
        | Cause::AllowOriginMismatch { .. }
            if failure.is_nulled() =>
        {
            Vec::new()
        }
        Cause::AllowOriginMissing
        | Cause::WildcardWithCredentials
        | Cause::AllowOriginMismatch { .. } => {
            [("Access-Control-Allow-Origin", origin), ("Vary", "Origin".to_string())].into()
        }
        Cause::AllowCredentials { .. } => {
            [("Access-Control-Allow-Credentials", "true".to_string())].into()
        }
        Cause::InvalidAllowMethods { .. } => {
            [("Access-Control-Allow-Methods", "GET, HEAD, POST".to_string())].into()
        }
        Cause::MethodNotAllowed { method } => {
            [("Access-Control-Allow-Methods", method.clone())].into()
        }
        Cause::HeadersNotAllowed { names } => {
            let names: Vec<_> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
            [("Access-Control-Allow-Headers", names.join(", "))].into()
        }
        Cause::ResourcePolicy => {
            [("Cross-Origin-Resource-Policy", "cross-origin".to_string())].into()
        }
        _ => Vec::new(),
    }
}

fn who_asked(failure: &Failure) -> String {
    match failure.is_nulled() {
        true => "the page is `null` after a redirect across origins".into(),
        false => format!("the page is {}", failure.sent_origin),
    }
}
