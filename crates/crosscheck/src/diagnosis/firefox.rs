//! Firefox's words: what is blocked, then the reason in brackets.

use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use url::Url;

use super::blocked::blocked;
use super::blocked::did_not_succeed;
use super::elements;
use super::integrity;
use super::texts::beyond_cors::firefox as beyond_cors;
use super::texts::filled;
use super::texts::firefox as words;
use super::transport::firefox as transport;
use super::words::first_by_name;
use crate::agent::Cause;
use crate::agent::Failure;
use crate::agent::Initiator;
use crate::agent::Outcome;
use crate::agent::RedirectMode;
use crate::agent::RequestMode;
use crate::agent::Stage;
use crate::wire::isomorphic_decode;

pub(super) fn texts(outcome: &Outcome) -> Vec<String> {
    let mut texts = integrity::firefox_notes(outcome);
    if !outcome.is_reused {
        texts.extend(texts_of_fetch(outcome));
    }
    texts.extend(elements::firefox::texts(outcome));
    texts.extend(no_xml(outcome));
    // What it blocks in what came is told while it comes.
    if is_opaque_response_blocked(outcome) {
        texts.extend(transport::connections(outcome));
    }
    texts
}

/// What XHR is sent without a type it takes for XML; of what is none it tells.
fn no_xml(outcome: &Outcome) -> Option<String> {
    let response = outcome.result.as_ref().ok()?;
    let internal = &response.internal;
    let value = internal.headers.get("Content-Type");
    let is_xml = value.as_ref().is_none_or(|value| {
        let essence = value.split(|byte| *byte == b';').next().unwrap_or_default();
        let essence = isomorphic_decode(essence).trim().to_ascii_lowercase();
        matches!(&*essence, "text/xml" | "application/xml") || essence.ends_with("+xml")
    });
    let is_other = internal.body.first().is_some_and(|byte| !b"<@\t\n\r ".contains(byte));
    (outcome.initiator == Initiator::Xhr && is_xml && is_other)
        .then(|| filled!(beyond_cors::NO_XML, url = response.internal_url))
}

fn is_opaque_response_blocked(outcome: &Outcome) -> bool {
    outcome
        .result
        .as_ref()
        .is_err_and(|failure| matches!(failure.cause, Cause::OpaqueResponse { .. }))
}

fn texts_of_fetch(outcome: &Outcome) -> Vec<String> {
    let mut texts = Vec::new();
    for url in &outcome.authorization_by_wildcard {
        texts.push(filled!(words::AUTHORIZATION_BY_WILDCARD, url = url));
    }
    texts.extend(transport::remarks(outcome));
    texts.extend(transport::nothing_to_play(outcome));
    if !is_opaque_response_blocked(outcome) {
        texts.extend(transport::connections(outcome));
    }
    let Err(failure) = &outcome.result else { return texts };
    texts.extend(transport::blocked(outcome, failure));
    if matches!(failure.cause, Cause::MixedContent { .. }) {
        let before = failure.url_list.iter().rev().nth(1);
        let has_left_home = before.filter(|_| {
            let was_home = |url: &Url| failure.origin.is_of(url);
            failure.mode == RequestMode::Cors
                && !failure.url_list.iter().rev().skip(1).all(was_home)
        });
        texts.extend(has_left_home.map(did_not_succeed));
        return texts;
    }
    if failure.cause == Cause::ResourcePolicy {
        texts.push(filled!(words::RESOURCE_POLICY, url = failure.url()));
        return texts;
    }
    if let Some(target) = failure.target_without_http() {
        texts.extend(without_http(target, failure, outcome.initiator));
        return texts;
    }
    if failure.cause == Cause::DisallowedByMode {
        let mut url = failure.url().clone();
        // A drawing is asked for without the name of what is wanted of it.
        if outcome.initiator == Initiator::SvgUse {
            url.set_fragment(None);
        }
        texts.push(may_not_load(&principal(failure), &url));
        return texts;
    }
    let Some(reason) = reason(failure) else { return texts };
    texts.push(match failure.cause {
        Cause::WildcardWithCredentials => blocked(&format!("‘{}’", failure.url()), &reason),
        _ => blocked(failure.url(), &reason),
    });
    if failure.cause == Cause::PreflightRedirect {
        texts.push(blocked(failure.url(), &preflight_did_not_succeed(failure.status)));
    }
    // A redirect that may not be followed is an answer that did not come.
    let ends_redirect = failure.stage == Stage::Response
        && failure.cause.is_cors_check()
        && failure.location.is_some()
        && failure.redirect == RedirectMode::Follow;
    if ends_redirect {
        texts.extend(elements::firefox::module_type(outcome, ""));
    }
    if failure.stage == Stage::Preflight || ends_redirect {
        texts.push(did_not_succeed(failure.url()));
    }
    texts
}

/// What is said of a URL without HTTP: by its scheme first, then of the answer that led there.
fn without_http(target: &Url, failure: &Failure, initiator: Initiator) -> Vec<String> {
    let is_redirect = failure.stage == Stage::Response;
    if is_redirect && failure.redirect != RedirectMode::Follow {
        return Vec::new();
    }
    let is_cors = failure.mode == RequestMode::Cors;
    let by_fetch = initiator == Initiator::Fetch;
    // Fetch looks at a redirect with the eyes of what was there before.
    let document = match is_redirect && is_cors && by_fetch {
        true => failure.url().to_string(),
        false => failure.document_url(),
    };
    let first = match target.scheme() {
        "data" => Some(redirecting_to_data(target, failure)),
        "about" => None,
        "javascript" if is_redirect || !is_cors => None,
        _ if failure.mode == RequestMode::SameOrigin => Some(may_not_load(&document, target)),
        "blob" => Some(may_not_load(&document, target)),
        "file" => Some(filled!(words::MAY_NOT_LINK, page = document, url = target)),
        // Of the others it thinks only once the answer is found to be shared.
        _ if failure.cause.is_cors_check() => {
            reason(failure).map(|reason| blocked(failure.url(), &reason))
        }
        _ if is_cors => Some(blocked(target, &filled!(words::NOT_HTTP))),
        _ => None,
    };
    let second = is_redirect && is_cors && !failure.stayed_home();
    let second = second.then(|| did_not_succeed(failure.url()));
    first.into_iter().chain(second).collect()
}

/// Who asked: a document without an origin of its own is named by the one that it came from.
fn principal(failure: &Failure) -> String {
    match &failure.document {
        Some(document) if failure.origin.is_opaque() => {
            format!("moz-nullprincipal:{{…}}?{}", document.origin().ascii_serialization())
        }
        _ => failure.document_url(),
    }
}

fn may_not_load(document: &str, url: &Url) -> String {
    filled!(words::MAY_NOT_LOAD, page = document, url = url)
}

/// As much of the URL as it shows, without a fragment that the redirect did not name itself.
fn redirecting_to_data(url: &Url, failure: &Failure) -> String {
    let mut url = url.clone();
    if !failure.location_value.as_ref().is_some_and(|value| value.contains(&b'#')) {
        url.set_fragment(None);
    }
    let shown = match url.as_str().get(..50) {
        Some(start) if url.as_str().len() > 50 => format!("{start}..."),
        _ => url.to_string(),
    };
    filled!(words::REDIRECT_TO_DATA, start = shown)
}

fn preflight_did_not_succeed(status: u16) -> String {
    filled!(words::PREFLIGHT_STATUS, status = status)
}

/// Whether the answer is a redirect to what is no URL.
fn leads_nowhere(failure: &Failure) -> bool {
    failure.location_value.as_ref().is_some_and(|value| !value.is_empty())
        && failure.location.is_none()
}

fn reason(failure: &Failure) -> Option<String> {
    let status = failure.status;
    if failure.stage == Stage::Response && leads_nowhere(failure) {
        return Some(filled!(words::DID_NOT_SUCCEED));
    }
    Some(match &failure.cause {
        Cause::AllowOriginMissing => filled!(words::ALLOW_ORIGIN_MISSING, status = status),
        Cause::WildcardWithCredentials => filled!(words::WILDCARD_WITH_CREDENTIALS),
        Cause::AllowOriginMismatch { lines_alike: 2.., .. } => {
            filled!(words::ALLOW_ORIGIN_MULTIPLE)
        }
        Cause::AllowOriginMismatch { value, .. } => {
            filled!(words::ALLOW_ORIGIN_MISMATCH, value = isomorphic_decode(value))
        }
        Cause::AllowCredentials { .. } => filled!(words::ALLOW_CREDENTIALS),
        Cause::PreflightStatus => preflight_did_not_succeed(status),
        Cause::PreflightRedirect => filled!(words::PREFLIGHT_REDIRECT),
        Cause::InvalidAllowMethods { item, .. } => {
            filled!(words::INVALID_ALLOW_METHODS, value = isomorphic_decode(item))
        }
        Cause::InvalidAllowHeaders { item, .. } => {
            filled!(words::INVALID_ALLOW_HEADERS, value = isomorphic_decode(item))
        }
        Cause::MethodNotAllowed { .. } => filled!(words::METHOD_NOT_ALLOWED),
        Cause::HeadersNotAllowed { names } => {
            filled!(words::HEADERS_NOT_ALLOWED, header = first_by_name(names))
        }
        Cause::LocalNetworkDenied { .. } if failure.mode != RequestMode::Cors => return None,
        Cause::NetworkFailure
        | Cause::LocalNetworkDenied { .. }
        | Cause::LocationCredentials { .. }
        | Cause::LocationScheme { .. }
        | Cause::LocationInvalid { .. }
        | Cause::TooManyRedirects => filled!(words::DID_NOT_SUCCEED),
        _ => return None,
    })
}
