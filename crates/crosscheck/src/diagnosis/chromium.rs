//! Chromium's words: one line, with the reason at its end.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use url::Url;

use super::broken_rule::allow_origin_mismatch;
use super::clear_site_data;
use super::elements;
use super::header_map::first_in_chromium;
use super::integrity;
use super::texts::Text;
use super::texts::beyond_cors::chromium as beyond_cors;
use super::texts::chromium as words;
use super::texts::filled;
use super::texts::shared;
use super::transport::chromium as transport;
use crate::agent::AddressSpace;
use crate::agent::Cause;
use crate::agent::Failure;
use crate::agent::Global;
use crate::agent::Initiator;
use crate::agent::Outcome;
use crate::agent::PreloadMismatch;
use crate::agent::Profile;
use crate::agent::RequestMode;
use crate::agent::Stage;
use crate::catalog::FetchRule;

pub(super) fn texts(outcome: &Outcome, profile: &Profile) -> Vec<String> {
    let mut texts: Vec<String> = unused_preload(outcome).into_iter().collect();
    texts.extend(integrity::chromium_notes(outcome));
    // What was to be said was said when it was loaded.
    if outcome.initiator != Initiator::FetchLater {
        texts.extend(transport::remarks(outcome));
    }
    let is_told = match &outcome.result {
        // Of a preload that is none of what it should be its element tells; a module has none.
        Err(failure)
            if integrity::is_altered(failure) || elements::is_no_script(outcome, failure) =>
        {
            !outcome.is_preload || outcome.initiator.is_module()
        }
        _ => !outcome.is_reused && outcome.initiator != Initiator::FetchLater,
    };
    if is_told {
        texts.extend(failure_texts(outcome, profile));
    }
    texts.extend(clear_site_data::chromium(outcome));
    texts
}

fn unused_preload(outcome: &Outcome) -> Option<String> {
    let text = match outcome.unused_preload? {
        PreloadMismatch::Credentials => beyond_cors::PRELOAD_CREDENTIALS,
        PreloadMismatch::Mode => beyond_cors::PRELOAD_MODE,
        PreloadMismatch::Integrity => beyond_cors::PRELOAD_INTEGRITY,
    };
    let url = match &outcome.result {
        Ok(response) => outcome.url_list.first().unwrap_or(&response.internal_url),
        Err(failure) => failure.initial_url(),
    };
    Some(filled!(text, url = url))
}

fn failure_texts(outcome: &Outcome, profile: &Profile) -> Vec<String> {
    let Err(failure) = &outcome.result else { return Vec::new() };
    if let Cause::MixedContent { .. } = failure.cause {
        return transport::blocked(outcome, failure);
    }
    let initiator = outcome.initiator;
    if failure.cause == Cause::UrlCredentials {
        let is_navigation = failure.mode == RequestMode::Navigate;
        return is_navigation.then(|| filled!(words::URL_CREDENTIALS)).into_iter().collect();
    }
    // Of these it says nothing, and what a shared worker says nobody reads.
    let is_silent = matches!(initiator, Initiator::WebSocket | Initiator::Iframe | Initiator::Form);
    if is_silent || outcome.client.global == Global::SharedWorker {
        return Vec::new();
    }
    if let Some(text) = without_http(outcome, failure) {
        return [text].into();
    }
    if failure.cause == Cause::DisallowedByMode && failure.url_list.len() > 1 {
        return [unsafe_attempt(failure.url(), outcome, failure)].into();
    }
    if failure.cause == Cause::DisallowedByMode && initiator == Initiator::Fetch {
        return [filled!(words::NOT_SAME_ORIGIN, url = failure.url(), origin = failure.origin)]
            .into();
    }
    if failure.cause == Cause::DisallowedByMode
        && matches!(initiator, Initiator::Track | Initiator::SvgUse)
    {
        return [unsafe_attempt(failure.url(), outcome, failure)].into();
    }
    if let Some(texts) = integrity::chromium(outcome, failure) {
        return texts;
    }
    if let Some(text) = elements::chromium::text(outcome, failure) {
        return [text].into();
    }
    if failure.cause == Cause::NoCorsRedirectMode && initiator == Initiator::Fetch {
        return [filled!(words::NO_CORS_REDIRECT_MODE, url = failure.url())].into();
    }
    let Some(reason) = reason(failure, outcome, profile) else { return Vec::new() };
    // What it will not even try it names as if it had gone there.
    let mut chain: Vec<&Url> = failure.url_list.iter().collect();
    if let Cause::LocationScheme { location } = &failure.cause {
        chain.push(location);
    }
    let (what, origin) = (&resource(outcome), &failure.origin);
    let url = *chain.last().expect("a request has a URL");
    let mut text = match chain.first() {
        // One that came back to where it began is told of as if it had never left.
        Some(from) if *from != url => filled!(
            words::BLOCKED_AFTER_REDIRECT,
            what = what,
            url = url,
            from = *from,
            origin = origin
        ),
        _ => filled!(words::BLOCKED, what = what, url = url, origin = origin),
    };
    if failure.stage == Stage::Preflight && is_access_control_check(&failure.cause) {
        text.push_str(&filled!(words::OF_PREFLIGHT));
    }
    text.push_str(&reason);
    [text].into()
}

/// What is said of a URL without HTTP, by whatever is asked before CORS.
fn without_http(outcome: &Outcome, failure: &Failure) -> Option<String> {
    let target = failure.target_without_http()?;
    let by_fetch = outcome.initiator == Initiator::Fetch;
    match &failure.cause {
        Cause::SchemeNotHttp
            if target.scheme() == "file"
                || (target.scheme() == "blob"
                    && !(by_fetch && failure.mode == RequestMode::Cors)) =>
        {
            Some(filled!(shared::LOCAL_RESOURCE, url = target))
        }
        Cause::SchemeNotHttp if by_fetch => {
            Some(filled!(words::SCHEME_NOT_SUPPORTED, url = target, value = target.scheme()))
        }
        Cause::LocationScheme { .. }
            if failure.mode == RequestMode::SameOrigin && !is_unsafe_target(target) =>
        {
            Some(unsafe_attempt(target, outcome, failure))
        }
        _ => None,
    }
}

/// It ends in a line's end.
fn unsafe_attempt(url: &Url, outcome: &Outcome, failure: &Failure) -> String {
    let client = &outcome.client;
    let page = match client.is_srcdoc && client.global == Global::Window {
        true => "about:srcdoc".into(),
        false => failure.document_url(),
    };
    let mut url = url.clone();
    if failure.url_list.len() == 1 {
        url.set_fragment(None);
    }
    filled!(words::UNSAFE_ATTEMPT, url = url, page = page)
}

fn resource(outcome: &Outcome) -> &'static str {
    match outcome.initiator {
        Initiator::Fetch if outcome.is_preload => "link element resource",
        Initiator::Fetch => "fetch",
        Initiator::Xhr => "XMLHttpRequest",
        initiator if initiator.is_image() => "image",
        Initiator::Font => "font",
        Initiator::Video => "video",
        Initiator::Audio => "audio",
        Initiator::Track => "text track",
        Initiator::Style | Initiator::AtImport => "CSS stylesheet",
        initiator if initiator.is_module() || initiator.is_classic_script() => "script",
        _ => "resource",
    }
}

/// The user name or password in a redirect's location, which is refused even before redirects are.
fn location_with_credentials(failure: &Failure) -> Option<&Url> {
    let location = match &failure.cause {
        Cause::LocationCredentials { location } => location,
        Cause::RedirectModeError => failure.location.as_ref()?,
        _ => return None,
    };
    let has_credentials = !location.username().is_empty() || location.password().is_some();
    has_credentials.then_some(location)
}

fn reason(failure: &Failure, outcome: &Outcome, profile: &Profile) -> Option<String> {
    let initiator = outcome.initiator;
    if let Some(location) = location_with_credentials(failure) {
        let mut chain = failure.url_list.iter().chain([location]);
        let stays_home = chain.all(|url| failure.origin.is_of(url));
        if stays_home || failure.mode != RequestMode::Cors {
            return None;
        }
        return Some(filled!(words::LOCATION_CREDENTIALS, value = ""));
    }
    let suggests_no_cors = initiator == Initiator::Fetch && profile.console_suggests_no_cors;
    let value_hint = match initiator {
        Initiator::Fetch if suggests_no_cors => {
            " Have the server send the header with a valid value, or, if an opaque response serves \
             your needs, set the request's mode to 'no-cors' to fetch the resource with CORS disabled."
        }
        // Of a preload it is the link that is told of.
        Initiator::Fetch if !outcome.is_preload => {
            " Have the server send the header with a valid value."
        }
        _ => "",
    };
    let missing_hint = match suggests_no_cors {
        true => {
            " If an opaque response serves your needs, set the request's mode to 'no-cors' to fetch \
             the resource with CORS disabled."
        }
        false => "",
    };
    let credentials_hint = match initiator {
        Initiator::Xhr => {
            " The credentials mode of requests initiated by the XMLHttpRequest is controlled by \
             the withCredentials attribute."
        }
        _ => "",
    };
    let advised = |text: Text, advice: &str| filled!(text, advice = advice);
    Some(match &failure.cause {
        Cause::AllowOriginMissing => advised(words::ALLOW_ORIGIN_MISSING, missing_hint),
        Cause::WildcardWithCredentials => {
            advised(words::WILDCARD_WITH_CREDENTIALS, credentials_hint)
        }
        Cause::AllowOriginMismatch { value, .. } => {
            let text = match allow_origin_mismatch(value) {
                FetchRule::AllowOriginMultiple => words::ALLOW_ORIGIN_MULTIPLE,
                FetchRule::AllowOriginInvalid => words::ALLOW_ORIGIN_INVALID,
                _ => words::ALLOW_ORIGIN_MISMATCH,
            };
            filled!(text, value = escaped(value), advice = value_hint)
        }
        Cause::AllowCredentials { value } => {
            let value = escaped(value.as_deref().unwrap_or_default());
            filled!(words::ALLOW_CREDENTIALS, value = value, advice = credentials_hint)
        }
        Cause::LocalNetworkInsecure { space } => {
            let name = match (profile.console_names_closer_address_spaces, space) {
                (true, AddressSpace::Loopback) => "local",
                (true, AddressSpace::Local) => "private",
                _ => space.name(),
            };
            filled!(words::LOCAL_NETWORK_INSECURE, space = name)
        }
        Cause::LocalNetworkMismatch { expected, space } => {
            filled!(words::LOCAL_NETWORK_MISMATCH, expected = expected.name(), space = space.name())
        }
        Cause::LocalNetworkDenied { space } => {
            filled!(words::LOCAL_NETWORK_DENIED, space = space.name())
        }
        Cause::SchemeNotHttp if failure.mode == RequestMode::Cors => {
            filled!(words::ONLY_THESE_SCHEMES)
        }
        Cause::LocationScheme { location }
            if failure.mode == RequestMode::Cors && !is_unsafe_target(location) =>
        {
            filled!(words::ONLY_THESE_SCHEMES)
        }
        Cause::PreflightStatus => filled!(words::PREFLIGHT_STATUS),
        Cause::PreflightRedirect => filled!(words::PREFLIGHT_REDIRECT),
        Cause::InvalidAllowMethods { .. } => filled!(words::INVALID_ALLOW_METHODS),
        Cause::InvalidAllowHeaders { .. } => filled!(words::INVALID_ALLOW_HEADERS),
        Cause::MethodNotAllowed { method } => {
            filled!(words::METHOD_NOT_ALLOWED, method = method)
        }
        Cause::HeadersNotAllowed { names } => {
            let name = first_in_chromium(names, failure, initiator);
            filled!(words::HEADERS_NOT_ALLOWED, header = name)
        }
        _ => return None,
    })
}

/// Whether a redirect there ends without a word.
fn is_unsafe_target(location: &Url) -> bool {
    matches!(location.scheme(), "about" | "blob" | "data" | "file" | "filesystem")
}

/// The causes that Chromium introduces as a failed access control check.
fn is_access_control_check(cause: &Cause) -> bool {
    cause.is_cors_check() || matches!(cause, Cause::PreflightStatus | Cause::PreflightRedirect)
}

/// Control and non-ASCII characters as `\uXXXX`.
fn escaped(value: &[u8]) -> String {
    let mut escaped = String::with_capacity(value.len());
    for byte in value {
        match byte {
            b' '..=b'~' => escaped.push(char::from(*byte)),
            _ => escaped.push_str(&format!("\\u{byte:04X}")),
        }
    }
    escaped
}
