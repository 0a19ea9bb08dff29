//! WebKit's words: the reason first, then what could not be loaded.

use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::console::shown;
use crate::agent::Cause;
use crate::agent::Failure;
use crate::agent::Initiator;
use crate::agent::Outcome;
use crate::agent::Stage;

pub(super) fn texts(outcome: &Outcome) -> Vec<String> {
    let Err(failure) = &outcome.result else { return Vec::new() };
    let refused = match outcome.initiator {
        Initiator::Xhr => outcome.refused_headers.as_slice(),
        _ => &[],
    };
    let mut lines: Vec<String> = refused
        .iter()
        .map(|name| format!("JS ERROR Refused to set unsafe header \"{name}\""))
        .collect();
    let reason = reason(failure);
    if let Some(reason) = &reason {
        for line in reason.split('\n') {
            lines.push(format!("SECURITY ERROR {line}"));
        }
    }
    let names_url = match (&failure.cause, location(failure)) {
        (_, Some(location)) => matches!(location.scheme(), "http" | "https"),
        (cause, None) => matches!(
            cause,
            Cause::DisallowedByMode | Cause::RedirectModeError | Cause::ResourcePolicy
        ),
    };
    let mut texts = Vec::new();
    if names_url && !lines.is_empty() {
        texts.push(lines.join(" | "));
        lines.clear();
    }
    let url = failure.url();
    let closing = match outcome.initiator {
        Initiator::Fetch => {
            Some(format!("JS ERROR Fetch API cannot load {url} due to access control checks."))
        }
        Initiator::Xhr => {
            Some(format!("JS ERROR XMLHttpRequest cannot load {url} due to access control checks."))
        }
        Initiator::EventSource => {
            Some(format!("JS ERROR EventSource cannot load {url} due to access control checks."))
        }
        Initiator::Image if failure.cause != Cause::ResourcePolicy => {
            let url = failure.url_list.first().unwrap_or(url);
            Some(format!("SECURITY ERROR Cannot load image {url} due to access control checks."))
        }
        Initiator::Beacon => {
            let reason = reason.unwrap_or_default();
            Some(format!("NETWORK ERROR Beacon API cannot load {url}. {reason}"))
        }
        _ => None,
    };
    // A failure that no line ties to its URL is never told apart from the next one's.
    if let Some(closing) = closing {
        lines.push(closing);
        texts.push(lines.join(" | "));
    }
    texts
}

const NOT_A_CORS_SCHEME: &str =
    "not allowed to follow a cross-origin CORS redirection with non CORS scheme";

fn location(failure: &Failure) -> Option<&url::Url> {
    failure.location.as_ref().filter(|_| failure.stage == Stage::Response)
}

/// What was wrong, in the form that it has on a redirect if it is one.
fn reason(failure: &Failure) -> Option<String> {
    let told = match &failure.cause {
        Cause::DisallowedByMode => {
            return Some(format!(
                "Unsafe attempt to load URL {} from origin {}. Domains, protocols and ports must \
                 match.",
                failure.url(),
                failure.origin,
            ));
        }
        Cause::NoCorsRedirectMode => {
            return Some(
                "No-Cors mode requires follow redirect mode\nNot allowed to request resource"
                    .into(),
            );
        }
        Cause::RedirectModeError => {
            return Some(format!(
                "Not allowed to follow a redirection while loading {}",
                failure.url(),
            ));
        }
        Cause::ResourcePolicy => {
            return Some(format!(
                "Cancelled load to {} because it violates the resource's \
                 Cross-Origin-Resource-Policy response header.",
                failure.url(),
            ));
        }
        Cause::LocationCredentials { location } => {
            format!("redirection URL {location} has credentials")
        }
        Cause::LocationInvalid { value } if !value.is_empty() => {
            return Some(format!(
                "Cross-origin redirection to {} denied by Cross-Origin Resource Sharing policy: \
                 {NOT_A_CORS_SCHEME}",
                shown(value),
            ));
        }
        Cause::LocationScheme { .. } => NOT_A_CORS_SCHEME.into(),
        cause => broken_rule(cause, failure)?,
    };
    Some(match location(failure) {
        Some(location) => {
            let mut location = location.clone();
            let _ = location.set_username("");
            let _ = location.set_password(None);
            format!(
                "Cross-origin redirection to {location} denied by Cross-Origin Resource Sharing \
                 policy: {told}"
            )
        }
        None => told,
    })
}

fn broken_rule(cause: &Cause, failure: &Failure) -> Option<String> {
    let status = failure.status;
    Some(match cause {
        Cause::AllowOriginMismatch { value, .. } if value.contains(&b',') => {
            "Access-Control-Allow-Origin cannot contain more than one origin.".into()
        }
        Cause::AllowOriginMissing | Cause::AllowOriginMismatch { .. } => format!(
            "Origin {} is not allowed by Access-Control-Allow-Origin. Status code: {status}",
            failure.sent_origin,
        ),
        Cause::WildcardWithCredentials => {
            "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true."
                .to_string()
        }
        Cause::AllowCredentials { .. } => {
            "Credentials flag is true, but Access-Control-Allow-Credentials is not \"true\".".into()
        }
        Cause::PreflightStatus => {
            format!("Preflight response is not successful. Status code: {status}")
        }
        Cause::InvalidAllowMethods { value, .. } => {
            format!(
                "Header Access-Control-Allow-Methods has an invalid value: {}",
                shown(value).trim()
            )
        }
        Cause::InvalidAllowHeaders { value, .. } => {
            format!(
                "Header Access-Control-Allow-Headers has an invalid value: {}",
                shown(value).trim()
            )
        }
        Cause::MethodNotAllowed { method } => {
            format!("Method {method} is not allowed by Access-Control-Allow-Methods.")
        }
        Cause::HeaderNotAllowed { name } => {
            format!("Request header field {name} is not allowed by Access-Control-Allow-Headers.")
        }
        _ => return None,
    })
}
