//! The preflight: asking before a request that could do harm.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use super::cors::cors_check;
use crate::agent::cache::preflight::Grant;
use crate::agent::cause::Cause;
use crate::agent::profile::EmptyLocation;
use crate::agent::profile::MaxAgeRule;
use crate::agent::profile::PreflightRedirect;
use crate::agent::profile::Profile;
use crate::agent::request::RedirectMode;
use crate::agent::request::Request;
use crate::agent::response::Response;
use crate::wire::DEFAULT_MAX_AGE_SECONDS;
use crate::wire::HeaderList;
use crate::wire::delta_seconds;
use crate::wire::extract_token_list;
use crate::wire::is_cors_safelisted_method;

/// The headers of a preflight, beside `Origin`.
///
/// Spec: <https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>
pub(in crate::agent) fn preflight_headers(method: &str, unsafe_names: &[String]) -> HeaderList {
    let mut headers = HeaderList::with_capacity(ADDED_LINES);
    // 2. It accepts anything.
    headers.append_static("Accept", "*/*");
    // 3. It names the method.
    headers.append("Access-Control-Request-Method", method);
    // 5.2. It names the header names that need permission: sorted, in lower case, joined by commas.
    if !unsafe_names.is_empty() {
        headers
            .append("Access-Control-Request-Headers", unsafe_names.join(",").to_ascii_lowercase());
    }
    headers
}

/// Judges the answer to a preflight; what it grants is for the cache to remember.
///
/// In: the request that is to follow, its unsafe header names, the origin that was sent.
///
/// Spec: <https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>
pub(in crate::agent) fn judge_preflight(
    request: &Request,
    unsafe_names: &[String],
    origin: &str,
    response: &Response,
    profile: &Profile,
) -> (Option<Grant>, Result<(), Cause>) {
    let grant = match read_grant(request, origin, response, profile) {
        Ok(grant) => grant,
        Err(cause) => return (None, Err(cause)),
    };
    let verdict = judge_grant(request, unsafe_names, &grant, profile);
    let remembered = verdict.is_ok() || profile.remembers_refusals;
    (remembered.then_some(grant), verdict)
}

/// Reads what the answer allows, if it may be read.
///
/// Spec: <https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>
fn read_grant(
    request: &Request,
    origin: &str,
    response: &Response,
    profile: &Profile,
) -> Result<Grant, Cause> {
    // 7. The answer must be shared with the origin and its status be a success.
    let is_home = request.origin.is_of(request.current_url());
    let shared = || match profile.trusts_own_preflights && is_home {
        true => Ok(()),
        false => cors_check(&response.headers, origin, request.credentials),
    };
    let succeeded = || if response.is_ok() { Ok(()) } else { Err(Cause::PreflightStatus) };
    let leads_somewhere =
        |line: &[u8]| !line.is_empty() || profile.empty_location != EmptyLocation::NoRedirect;
    let redirects =
        response.is_redirect() && response.headers.lines("Location").any(leads_somewhere);
    let refused_as_redirect = |at| redirects && profile.preflight_redirect == at;
    if refused_as_redirect(PreflightRedirect::BeforeCorsCheck) {
        return Err(Cause::PreflightRedirect);
    }
    if profile.preflight_status_first {
        succeeded().and_then(|()| shared())?;
    } else {
        shared()?;
        if refused_as_redirect(PreflightRedirect::AfterCorsCheck)
            && request.redirect == RedirectMode::Follow
        {
            return Err(Cause::PreflightRedirect);
        }
        succeeded()?;
    }

    // 7.1. The methods that it allows.
    let mut methods = token_list(&response.headers, "Access-Control-Allow-Methods")
        .map_err(|(value, item)| Cause::InvalidAllowMethods { value, item })?;
    if profile.judges_method_before_headers {
        permit_method(request, &methods)?;
    }
    // 7.2. The header names that it allows.
    // 7.3. Either list may be unreadable: then it allows nothing.
    let header_names = token_list(&response.headers, "Access-Control-Allow-Headers")
        .map_err(|(value, item)| Cause::InvalidAllowHeaders { value, item })?
        .into_iter()
        .map(|mut name| {
            name.make_ascii_lowercase();
            name
        })
        .collect();
    // 7.4. No list of methods, but a preflight was asked for: its method is granted, to be cached.
    let says_nothing = !response.headers.contains("Access-Control-Allow-Methods");
    if says_nothing && request.use_cors_preflight && profile.listeners_grant_the_method {
        methods.insert(request.method.clone());
    }
    // 7.8 to 7.10. For how long that holds.
    let max_age_seconds = max_age(&response.headers, profile);
    Ok(Grant { methods, header_names, max_age_seconds })
}

/// Whether what is allowed covers the request.
///
/// Spec: <https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>
fn judge_grant(
    request: &Request,
    unsafe_names: &[String],
    grant: &Grant,
    profile: &Profile,
) -> Result<(), Cause> {
    let star = !request.is_credentialed() && grant.header_names.contains("*");
    // 7.5. The method must be listed, or need no permission.
    permit_method(request, &grant.methods)?;
    // 7.6. `Authorization` must be listed by its name.
    // 7.7. Every unsafe header must be listed.
    let refused: BTreeSet<String> = unsafe_names
        .iter()
        .map(|name| name.to_ascii_lowercase())
        .filter(|name| {
            let by_star =
                star && (profile.authorization_covered_by_wildcard || name != "authorization");
            !by_star && !grant.header_names.contains(name)
        })
        .collect();
    if refused.is_empty() {
        return Ok(());
    }
    Err(Cause::HeadersNotAllowed { names: as_set(&refused, request, unsafe_names) })
}

/// Lower-case names as script spelled and ordered them.
fn as_set(refused: &BTreeSet<String>, request: &Request, unsafe_names: &[String]) -> Vec<String> {
    let mut left = refused.clone();
    let set = request.headers.iter().map(|(name, _)| name);
    // Those that a redirect has dropped meanwhile come last.
    set.chain(unsafe_names.iter().map(String::as_str))
        .filter(|name| left.remove(&name.to_ascii_lowercase()))
        .map(Into::into)
        .collect()
}

fn permit_method(request: &Request, methods: &BTreeSet<String>) -> Result<(), Cause> {
    let by_star = !request.is_credentialed() && methods.contains("*");
    if by_star || methods.contains(&request.method) || is_cors_safelisted_method(&request.method) {
        return Ok(());
    }
    Err(Cause::MethodNotAllowed { method: request.method.clone() })
}

/// Seconds for which a browser remembers a preflight; 0 if not at all.
fn max_age(headers: &HeaderList, profile: &Profile) -> u64 {
    let Some(value) = headers.get("Access-Control-Max-Age") else {
        return DEFAULT_MAX_AGE_SECONDS;
    };
    let seconds = match profile.max_age_rule {
        MaxAgeRule::DeltaSeconds => delta_seconds(&value).unwrap_or(DEFAULT_MAX_AGE_SECONDS),
        MaxAgeRule::SignedNumber => signed_seconds(&value).unwrap_or(DEFAULT_MAX_AGE_SECONDS),
        MaxAgeRule::DigitsOrNothing if value.is_empty() => DEFAULT_MAX_AGE_SECONDS,
        MaxAgeRule::DigitsOrNothing => delta_seconds(&value).unwrap_or(0),
    };
    seconds.min(profile.max_age_cap)
}

/// A number with or without a sign, negative ones as 0; `None` if it is not one or does not fit.
fn signed_seconds(value: &[u8]) -> Option<u64> {
    let text = core::str::from_utf8(value).ok()?;
    text.parse::<i64>().ok().map(|seconds| u64::try_from(seconds).unwrap_or(0))
}

/// The lines of most preflights.
const ADDED_LINES: usize = 10;

type BadItem = (Vec<u8>, Vec<u8>);

fn token_list(headers: &HeaderList, name: &str) -> Result<BTreeSet<String>, BadItem> {
    extract_token_list(headers.lines(name))
        .map(|items| items.into_iter().collect())
        .map_err(|item| (headers.get(name).unwrap_or_default().into_owned(), item))
}
