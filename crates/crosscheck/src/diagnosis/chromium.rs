//! Chromium's words: one line, with the reason at its end.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use url::Url;

use super::broken_rule::allow_origin_mismatch;
use super::elements;
use super::header_map::first_in_chromium;
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
    // What was to be said was said when it was loaded.
    if outcome.initiator != Initiator::FetchLater {
        texts.extend(transport::remarks(outcome));
    }
    if !outcome.is_reused && outcome.initiator != Initiator::FetchLater {
        texts.extend(failure_texts(outcome, profile));
    }
    texts
}

fn unused_preload(outcome: &Outcome) -> Option<String> {
    let what = match outcome.unused_preload? {
        PreloadMismatch::Credentials => "request credentials mode",
        PreloadMismatch::Mode => "request mode",
    };
    let url = match &outcome.result {
        Ok(response) => outcome.url_list.first().unwrap_or(&response.internal_url),
        Err(failure) => &failure.url_list[0],
    };
    Some(format!(
        "A preload for '{url}' is found, but is not used because the {what} does not match. \
         Consider taking a look at crossorigin attribute."
    ))
}

fn failure_texts(outcome: &Outcome, profile: &Profile) -> Vec<String> {
    let Err(failure) = &outcome.result else { return Vec::new() };
    if let Cause::MixedContent { .. } = failure.cause {
        return transport::blocked(outcome, failure);
    }
    let initiator = outcome.initiator;
    // Of these it says nothing, and what a shared worker says nobody reads.
    let is_silent = matches!(initiator, Initiator::WebSocket | Initiator::Iframe | Initiator::Form);
    if is_silent || outcome.client.global == Global::SharedWorker {
        return Vec::new();
    }
    if let Some(text) = without_http(failure, initiator) {
        return [text].into();
    }
    if failure.cause == Cause::DisallowedByMode && failure.url_list.len() > 1 {
        return [unsafe_attempt(failure.url(), failure)].into();
    }
    if failure.cause == Cause::DisallowedByMode && initiator == Initiator::Fetch {
        return [format!(
            "Fetch API cannot load {}. Request mode is \"same-origin\" but the URL's origin is not \
             same as the request origin {}.",
            failure.url(),
            failure.origin,
        )]
        .into();
    }
    if failure.cause == Cause::DisallowedByMode
        && matches!(initiator, Initiator::Track | Initiator::SvgUse)
    {
        return [unsafe_attempt(failure.url(), failure)].into();
    }
    if let Some(text) = elements::chromium::text(outcome, failure) {
        return [text].into();
    }
    if failure.cause == Cause::NoCorsRedirectMode && initiator == Initiator::Fetch {
        return [format!(
            "Fetch API cannot load {}. Request mode is \"no-cors\" but the redirect mode is not \
             \"follow\".",
            failure.url(),
        )]
        .into();
    }
    let Some(reason) = reason(failure, initiator, profile) else { return Vec::new() };
    // What it will not even try it names as if it had gone there.
    let mut chain: Vec<&Url> = failure.url_list.iter().collect();
    if let Cause::LocationScheme { location } = &failure.cause {
        chain.push(location);
    }
    let redirected = match chain.as_slice() {
        // One that came back to where it began is told of as if it had never left.
        [first, .., last] if first != last => format!("(redirected from '{first}') "),
        _ => String::new(),
    };
    let preflight = match failure.stage {
        Stage::Preflight if is_access_control_check(&failure.cause) => {
            "Response to preflight request doesn't pass access control check: "
        }
        _ => "",
    };
    [format!(
        "Access to {} at '{}' {redirected}from origin '{}' has been blocked by CORS policy: \
         {preflight}{reason}",
        resource(outcome),
        chain.last().expect("a request has a URL"),
        failure.origin,
    )]
    .into()
}

/// What is said of a URL without HTTP, by whatever is asked before CORS.
fn without_http(failure: &Failure, initiator: Initiator) -> Option<String> {
    let target = failure.target_without_http()?;
    let by_fetch = initiator == Initiator::Fetch;
    match &failure.cause {
        Cause::SchemeNotHttp
            if target.scheme() == "file"
                || (target.scheme() == "blob"
                    && !(by_fetch && failure.mode == RequestMode::Cors)) =>
        {
            Some(format!("Not allowed to load local resource: {target}"))
        }
        Cause::SchemeNotHttp if by_fetch => Some(format!(
            "Fetch API cannot load {target}. URL scheme \"{}\" is not supported.",
            target.scheme(),
        )),
        Cause::LocationScheme { .. }
            if failure.mode == RequestMode::SameOrigin && !is_unsafe_target(target) =>
        {
            Some(unsafe_attempt(target, failure))
        }
        _ => None,
    }
}

/// It ends in a line's end.
fn unsafe_attempt(url: &Url, failure: &Failure) -> String {
    format!(
        "Unsafe attempt to load URL {url} from frame with URL {}. Domains, protocols and ports \
         must match.\n",
        failure.document_url(),
    )
}

fn resource(outcome: &Outcome) -> &'static str {
    match outcome.initiator {
        Initiator::Fetch if outcome.is_preload => "resource",
        Initiator::Fetch => "fetch",
        Initiator::Xhr => "XMLHttpRequest",
        Initiator::Image | Initiator::Shape | Initiator::Background | Initiator::Mask => "image",
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

fn reason(failure: &Failure, initiator: Initiator, profile: &Profile) -> Option<String> {
    if let Some(location) = location_with_credentials(failure) {
        let mut chain = failure.url_list.iter().chain([location]);
        let stays_home = chain.all(|url| failure.origin.is_of(url));
        if stays_home || failure.mode != RequestMode::Cors {
            return None;
        }
        return Some(
            "Redirect location '' contains a username and password, which is disallowed for \
             cross-origin requests."
                .into(),
        );
    }
    let suggests_no_cors = initiator == Initiator::Fetch && profile.console_suggests_no_cors;
    let value_hint = match initiator {
        Initiator::Fetch if suggests_no_cors => {
            " Have the server send the header with a valid value, or, if an opaque response serves \
             your needs, set the request's mode to 'no-cors' to fetch the resource with CORS disabled."
        }
        Initiator::Fetch => " Have the server send the header with a valid value.",
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
    Some(match &failure.cause {
        Cause::AllowOriginMissing => format!(
            "No 'Access-Control-Allow-Origin' header is present on the requested \
             resource.{missing_hint}"
        ),
        Cause::WildcardWithCredentials => format!(
            "The value of the 'Access-Control-Allow-Origin' header in the response must not be \
             the wildcard '*' when the request's credentials mode is 'include'.{credentials_hint}"
        ),
        Cause::AllowOriginMismatch { value, .. } => {
            let text = escaped(value);
            let header = "The 'Access-Control-Allow-Origin' header";
            match allow_origin_mismatch(value) {
                FetchRule::AllowOriginMultiple => format!(
                    "{header} contains multiple values '{text}', but only one is \
                     allowed.{value_hint}"
                ),
                FetchRule::AllowOriginInvalid => {
                    format!("{header} contains the invalid value '{text}'.{value_hint}")
                }
                _ => format!(
                    "{header} has a value '{text}' that is not equal to the supplied \
                     origin.{value_hint}"
                ),
            }
        }
        Cause::AllowCredentials { value } => format!(
            "The value of the 'Access-Control-Allow-Credentials' header in the response is '{}' \
             which must be 'true' when the request's credentials mode is \
             'include'.{credentials_hint}",
            escaped(value.as_deref().unwrap_or_default()),
        ),
        Cause::LocalNetworkInsecure { space } => format!(
            "The request client is not a secure context and the resource is in more-private \
             address space `{}`.",
            match (profile.console_names_closer_address_spaces, space) {
                (true, AddressSpace::Loopback) => "local",
                (true, AddressSpace::Local) => "private",
                _ => space.name(),
            },
        ),
        Cause::LocalNetworkMismatch { expected, space } => format!(
            "Request had a target IP address space of `{}` yet the resource is in address space `{}`.",
            expected.name(),
            space.name(),
        ),
        Cause::LocalNetworkDenied { space } => format!(
            "Permission was denied for this request to access the `{}` address space.",
            space.name(),
        ),
        Cause::SchemeNotHttp if failure.mode == RequestMode::Cors => ONLY_THESE_SCHEMES.into(),
        Cause::LocationScheme { location }
            if failure.mode == RequestMode::Cors && !is_unsafe_target(location) =>
        {
            ONLY_THESE_SCHEMES.into()
        }
        Cause::PreflightStatus => "It does not have HTTP ok status.".into(),
        Cause::PreflightRedirect => "Redirect is not allowed for a preflight request.".into(),
        Cause::InvalidAllowMethods { .. } => {
            "Cannot parse Access-Control-Allow-Methods response header field in preflight response."
                .into()
        }
        Cause::InvalidAllowHeaders { .. } => {
            "Cannot parse Access-Control-Allow-Headers response header field in preflight response."
                .into()
        }
        Cause::MethodNotAllowed { method } => format!(
            "Method {method} is not allowed by Access-Control-Allow-Methods in preflight response."
        ),
        Cause::HeadersNotAllowed { names } => format!(
            "Request header field {} is not allowed by Access-Control-Allow-Headers in preflight \
             response.",
            first_in_chromium(names, failure, initiator),
        ),
        _ => return None,
    })
}

const ONLY_THESE_SCHEMES: &str = "Cross origin requests are only supported for protocol schemes: chrome, \
     chrome-experimental-site-token-provider, chrome-extension, chrome-untrusted, data, http, https, \
     isolated-app.";

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
