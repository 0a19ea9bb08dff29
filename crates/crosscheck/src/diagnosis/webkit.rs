//! WebKit's words: the reason first, then what could not be loaded.

use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use url::Url;

use super::elements;
use super::integrity;
use super::texts::beyond_cors::webkit as beyond_cors;
use super::texts::filled;
use super::texts::script_errors::NOT_ALLOWED_TO_REQUEST;
use super::texts::shared;
use super::texts::webkit as words;
use super::transport::webkit as transport;
use crate::agent::Cause;
use crate::agent::Failure;
use crate::agent::Global;
use crate::agent::Initiator;
use crate::agent::Outcome;
use crate::agent::RequestMode;
use crate::agent::Stage;
use crate::wire::isomorphic_decode;

pub(super) fn texts(outcome: &Outcome) -> Vec<String> {
    let mut lines = texts_of_fetch(outcome);
    lines.extend(elements::webkit::track(outcome));
    lines.extend(elements::webkit::event_source(outcome));
    lines
}

fn texts_of_fetch(outcome: &Outcome) -> Vec<String> {
    let mut lines = transport::remarks(outcome);
    let Err(failure) = &outcome.result else { return lines };
    if let Cause::MixedContent { .. } = failure.cause {
        lines.extend(transport::blocked(outcome, failure));
        return lines;
    }
    if failure.cause == Cause::DisallowedByMode
        && failure.url_list.len() == 1
        && outcome.initiator == Initiator::Fetch
    {
        // A worker is told, not the console.
        if outcome.client.global == Global::Window {
            lines.push(filled!(words::FETCH_FAILED, url = failure.url()));
        }
        return lines;
    }
    if let Cause::LocationInvalid { value } = &failure.cause {
        if value.is_empty() || failure.stayed_home() {
            return lines;
        }
    }
    if let Some(texts) = transport::restricted_host(outcome, failure) {
        lines.extend(texts);
        return lines;
    }
    // A broken connection is nothing that CORS decided; on a preflight it looks as if it were.
    if failure.cause == Cause::NetworkFailure
        && failure.stage != Stage::Preflight
        && outcome.initiator != Initiator::Beacon
    {
        return lines;
    }
    if let Some(texts) = integrity::webkit(outcome, failure) {
        lines.extend(texts);
        return lines;
    }
    if let Some(text) = elements::webkit::of_answer(outcome, failure) {
        lines.push(text);
        return lines;
    }
    let reason = match without_http(failure, outcome.initiator) {
        Some(Words::None) => return lines,
        Some(Words::Reason(reason)) => Some(reason),
        None => reason(failure),
    };
    // Of what was loaded before all was said then, but for who needs it now.
    // Of a beacon its own line says all.
    let is_told_below =
        failure.cause == Cause::KeepaliveTooLong && outcome.initiator == Initiator::Beacon;
    let told = reason.iter().filter(|_| !outcome.is_reused && !is_told_below);
    for line in told.flat_map(|reason| reason.split('\n')) {
        lines.push(format!("SECURITY ERROR {line}"));
    }
    if outcome.is_preload || matches!(failure.cause, Cause::MimeType { .. }) {
        return lines;
    }
    // What a worker could not load its own script is told, not the console.
    if outcome.client.global != Global::Window {
        return lines;
    }
    if failure.cause == Cause::NoCorsRedirectMode {
        lines.push(format!("SECURITY ERROR {}", filled!(NOT_ALLOWED_TO_REQUEST)));
    }
    let url = &without_credentials(told_url(failure));
    lines.extend(match outcome.initiator {
        Initiator::Fetch => Some(filled!(words::FETCH_DENIED, url = url)),
        Initiator::Xhr => Some(filled!(words::XHR_DENIED, url = url)),
        Initiator::EventSource => Some(filled!(words::EVENT_SOURCE_DENIED, url = url)),
        Initiator::Image => {
            let url = failure.url_list.first().unwrap_or(url);
            Some(filled!(words::IMAGE_DENIED, url = url))
        }
        Initiator::Beacon => {
            let reason = reason.unwrap_or_default();
            Some(filled!(words::BEACON_DENIED, url = url, reason = reason))
        }
        Initiator::Script => Some(filled!(words::SCRIPT_DENIED)),
        _ => None,
    });
    lines
}

/// Names that WebKit knows and that script may set: those that it names before an unknown one that was
/// set earlier.
const WELL_KNOWN: [&str; 60] = [
    "Accept",
    "Accept-Language",
    "Accept-Ranges",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Headers",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Origin",
    "Access-Control-Expose-Headers",
    "Access-Control-Max-Age",
    "Age",
    "Authorization",
    "Cache-Control",
    "Clear-Site-Data",
    "Content-Disposition",
    "Content-Encoding",
    "Content-Language",
    "Content-Location",
    "Content-Range",
    "Content-Security-Policy",
    "Content-Security-Policy-Report-Only",
    "Content-Type",
    "Cross-Origin-Embedder-Policy",
    "Cross-Origin-Embedder-Policy-Report-Only",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Default-Style",
    "ETag",
    "Expires",
    "If-Match",
    "If-Modified-Since",
    "If-None-Match",
    "If-Range",
    "If-Unmodified-Since",
    "Icy-MetaInt",
    "Integrity-Policy",
    "Last-Event-ID",
    "Last-Modified",
    "Link",
    "Location",
    "Ping-From",
    "Ping-To",
    "Pragma",
    "Range",
    "Referrer-Policy",
    "Refresh",
    "Report-To",
    "Reporting-Endpoints",
    "Server-Timing",
    "Service-Worker",
    "Service-Worker-Allowed",
    "SourceMap",
    "Timing-Allow-Origin",
    "Upgrade-Insecure-Requests",
    "User-Agent",
    "Vary",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "X-SourceMap",
    "X-Temp-Tablet",
    "X-XSS-Protection",
];

/// Where a redirect was to lead, as far as it can be told.
fn location(failure: &Failure) -> Option<String> {
    let value = failure.location_value.as_ref().filter(|value| !value.is_empty())?;
    if failure.stage != Stage::Response {
        return None;
    }
    Some(match &failure.location {
        Some(location) => without_credentials(location).to_string(),
        None => isomorphic_decode(value),
    })
}

/// What is said of a URL without HTTP before anybody thinks of CORS.
enum Words {
    None,
    Reason(String),
}

fn without_http(failure: &Failure, initiator: Initiator) -> Option<Words> {
    let target = failure.target_without_http()?;
    let is_cors = failure.mode == RequestMode::Cors;
    match &failure.cause {
        Cause::SchemeNotHttp | Cause::LocationScheme { .. } => {}
        _ => return None,
    }
    let is_redirect = failure.stage == Stage::Response;
    // A redirect across origins is CORS's alone, in its mode.
    let is_left_to_cors = is_cors && (!is_redirect || !failure.stayed_home());
    let reason = match target.scheme() {
        "ftp" if is_redirect || !is_cors => filled!(words::NO_FTP),
        _ if is_left_to_cors && is_redirect => return None,
        _ if is_left_to_cors => filled!(words::ONLY_HTTP),
        _ if is_local(target, failure) => {
            let told = filled!(shared::LOCAL_RESOURCE, url = target);
            if is_redirect { told } else { format!("{told}\n{}", filled!(NOT_ALLOWED_TO_REQUEST)) }
        }
        _ if !is_redirect => return Some(Words::None),
        _ if is_redirection_to(target, failure) => match initiator {
            Initiator::Xhr => filled!(words::REDIRECTION_WITHOUT_HTTP, end = ""),
            _ => filled!(words::REDIRECTION_WITHOUT_HTTP, end = "."),
        },
        _ if is_cors => return None,
        _ => unsafe_attempt(target, failure),
    };
    Some(Words::Reason(reason))
}

/// Whether it is for nobody on the web, or for pages of another origin.
fn is_local(target: &Url, failure: &Failure) -> bool {
    match target.scheme() {
        "blob" => !failure.origin.owns_blob(target),
        scheme => scheme == "file",
    }
}

/// Whether WebKit gets as far as asking for where a redirect leads.
fn is_redirection_to(target: &Url, failure: &Failure) -> bool {
    failure.mode == RequestMode::NoCors
        || (target.scheme() == "blob" && failure.stayed_home() && !is_local(target, failure))
}

/// The URL that WebKit says it cannot load.
fn told_url(failure: &Failure) -> &Url {
    let Cause::LocationScheme { location } = &failure.cause else { return failure.url() };
    if location.scheme() == "ftp" {
        // Redirects after the first that left the page's origin are not told to whoever speaks.
        let is_elsewhere = |url: &&Url| !failure.origin.is_of(url);
        return failure.url_list.iter().find(is_elsewhere).unwrap_or(failure.initial_url());
    }
    if is_redirection_to(location, failure) && !is_local(location, failure) {
        return location;
    }
    failure.url()
}

fn unsafe_attempt(url: &Url, failure: &Failure) -> String {
    let mut url = url.clone();
    if failure.url_list.len() == 1 {
        url.set_fragment(None);
    }
    filled!(words::UNSAFE_ATTEMPT, url = url, origin = failure.origin)
}

fn without_credentials(url: &Url) -> Url {
    let mut url = url.clone();
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url
}

/// The name that WebKit comes upon first: well-known names are kept apart, before the others and
/// in their usual capitals.
fn first_in_header_map(names: &[String]) -> &str {
    let well_known = |name: &String| WELL_KNOWN.into_iter().find(|k| k.eq_ignore_ascii_case(name));
    let first = names.first().map_or("", String::as_str);
    names.iter().find_map(well_known).unwrap_or(first)
}

/// What was wrong, in the form that it has on a redirect if it is one.
fn reason(failure: &Failure) -> Option<String> {
    let told = match &failure.cause {
        Cause::DisallowedByMode => {
            return Some(unsafe_attempt(failure.url(), failure));
        }
        Cause::NoCorsRedirectMode => {
            return Some(filled!(words::NO_CORS_REDIRECT_MODE));
        }
        Cause::KeepaliveTooLong => return Some(filled!(words::KEEPALIVE_TOO_LONG)),
        Cause::RedirectModeError => {
            return Some(filled!(words::REDIRECT_MODE_ERROR, url = failure.url()));
        }
        Cause::ResourcePolicy => {
            return Some(filled!(words::RESOURCE_POLICY, url = failure.url()));
        }
        Cause::EmbedderPolicy => {
            return Some(filled!(beyond_cors::EMBEDDER_POLICY, url = failure.url()));
        }
        Cause::LocationCredentials { location } => {
            // As it was sent: without the fragment that it inherits.
            let value = failure.location_value.as_deref().map(isomorphic_decode);
            let sent = value.and_then(|value| failure.url().join(&value).ok());
            let location = sent.unwrap_or_else(|| location.clone());
            filled!(words::LOCATION_CREDENTIALS, location = location)
        }
        Cause::LocationInvalid { .. } | Cause::LocationScheme { .. } => {
            filled!(words::NOT_A_CORS_SCHEME)
        }
        Cause::TooManyRedirects => return Some(filled!(words::TOO_MANY_REDIRECTS)),
        cause => broken_rule(cause, failure)?,
    };
    Some(match location(failure) {
        Some(location) => {
            let mut text = filled!(words::REDIRECTION_DENIED, location = location);
            text.push_str(&told);
            text
        }
        None => told,
    })
}

fn broken_rule(cause: &Cause, failure: &Failure) -> Option<String> {
    let status = failure.status;
    Some(match cause {
        Cause::AllowOriginMismatch { value, .. } if value.contains(&b',') => {
            filled!(words::ALLOW_ORIGIN_LIST)
        }
        Cause::AllowOriginMissing | Cause::AllowOriginMismatch { .. } => {
            filled!(words::ALLOW_ORIGIN, sent = failure.sent_origin, status = status)
        }
        Cause::WildcardWithCredentials => filled!(words::WILDCARD_WITH_CREDENTIALS),
        Cause::AllowCredentials { .. } => filled!(words::ALLOW_CREDENTIALS),
        Cause::PreflightStatus => filled!(words::PREFLIGHT_STATUS, status = status),
        Cause::InvalidAllowMethods { value, .. } => {
            filled!(words::INVALID_ALLOW_METHODS, value = isomorphic_decode(value).trim())
        }
        Cause::InvalidAllowHeaders { value, .. } => {
            filled!(words::INVALID_ALLOW_HEADERS, value = isomorphic_decode(value).trim())
        }
        Cause::MethodNotAllowed { method } => {
            filled!(words::METHOD_NOT_ALLOWED, method = method)
        }
        Cause::HeadersNotAllowed { names } => {
            filled!(words::HEADERS_NOT_ALLOWED, header = first_in_header_map(names))
        }
        _ => return None,
    })
}
