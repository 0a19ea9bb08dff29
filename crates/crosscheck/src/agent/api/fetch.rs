//! `fetch()`.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::bare_request::bare_request;
use super::body::BodyInit;
use super::body::BodyKind;
use super::script_set::checked_method;
use super::script_set::is_dropped;
use super::set_up_error::SetUpError;
use crate::agent::address_space::AddressSpace;
use crate::agent::check::safelist::is_safelisted;
use crate::agent::client::Client;
use crate::agent::policy::referrer::ReferrerPolicy;
use crate::agent::profile::Profile;
use crate::agent::profile::StreamBodies;
use crate::agent::request::CacheMode;
use crate::agent::request::CredentialsMode;
use crate::agent::request::Initiator;
use crate::agent::request::RedirectMode;
use crate::agent::request::Request;
use crate::agent::request::RequestBody;
use crate::agent::request::RequestMode;
use crate::agent::request::includes_credentials;
use crate::agent::user_agent::UserAgent;
use crate::wire::HeaderList;
use crate::wire::is_cors_safelisted_method;
use crate::wire::is_forbidden_request_header;
use crate::wire::is_header_value;
use crate::wire::is_no_cors_safelisted_request_header;
use crate::wire::is_token;
use crate::wire::normalize_header_value;

/// What `fetch()` was given. What is absent was not passed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a record that is written with `..default()`")]
pub struct FetchInit {
    /// The method.
    pub method: Option<String>,
    /// Header lines in the order of the call.
    pub headers: HeaderList,
    /// The mode.
    pub mode: Option<RequestMode>,
    /// The credentials mode.
    pub credentials: Option<CredentialsMode>,
    /// The redirect mode.
    pub redirect: Option<RedirectMode>,
    /// The body.
    pub body: Option<BodyInit>,
    /// The cache mode.
    pub cache: Option<CacheMode>,
    /// The referrer policy.
    pub referrer_policy: Option<ReferrerPolicy>,
    /// Whether it may outlive its page. Not played yet.
    pub keepalive: bool,
    /// Where the page says that the host is, as it wrote it.
    pub target_address_space: Option<String>,
    /// What the answer's digest must be.
    pub integrity: Option<String>,
}

/// Sets up what `fetch()` sends.
///
/// Spec: <https://fetch.spec.whatwg.org/#dom-request>
pub(super) fn set_up_fetch(
    agent: &UserAgent,
    client: &Arc<Client>,
    url: &str,
    init: &FetchInit,
) -> Result<Request, SetUpError> {
    // 5. A URL without user name and password.
    // MISSING: 6. A request made of another.
    let url = client.parse_url(url).ok_or(SetUpError::InvalidUrl)?;
    if includes_credentials(&url) {
        return Err(SetUpError::InvalidUrl);
    }
    // 12. A request of its own.
    let mut request = bare_request(client, url, Initiator::Fetch);
    request.unsafe_request = true;
    // Some browsers let the page say where it expects the host to be.
    if agent.profile.knows_target_address_space {
        let word = init.target_address_space.as_deref().unwrap_or("unknown");
        request.target_address_space = match word {
            "unknown" => None,
            "private" => Some(AddressSpace::Local),
            word => Some(AddressSpace::named(word).ok_or(SetUpError::InvalidAddressSpace)?),
        };
    }
    // MISSING: 14. A referrer of script's own.
    // 15. How much is told of it.
    request.referrer_policy = init.referrer_policy.unwrap_or(ReferrerPolicy::Empty);
    // 18 to 19. Modes: cors, credentials to the own origin, unless told otherwise.
    request.mode = init.mode.unwrap_or(RequestMode::Cors);
    if matches!(request.mode, RequestMode::Navigate | RequestMode::WebSocket) {
        return Err(SetUpError::InvalidMode);
    }
    request.credentials = init.credentials.unwrap_or(CredentialsMode::SameOrigin);
    // 20 to 21. The cache mode; what may not send anything stays at home.
    request.cache = init.cache.unwrap_or(CacheMode::Default);
    if request.cache == CacheMode::OnlyIfCached && request.mode != RequestMode::SameOrigin {
        return Err(SetUpError::CacheModeNeedsSameOrigin);
    }
    // 22. Redirects are followed, unless told otherwise.
    request.redirect = init.redirect.unwrap_or(RedirectMode::Follow);
    // 23 to 24. Integrity, and what outlives its page.
    request.keepalive = init.keepalive;
    request.integrity.clone_from(&init.integrity);
    // 25. A method that script may use, normalised.
    let method = init.method.as_deref().unwrap_or("GET");
    request.method = checked_method(method)?;
    // 32. Without CORS only the safelisted ones.
    if request.mode == RequestMode::NoCors && !is_cors_safelisted_method(&request.method) {
        return Err(SetUpError::MethodNeedsCors);
    }
    // 33. Headers, through the guard.
    for (name, value) in init.headers.iter() {
        append_guarded(&mut request, name, value, agent)?;
    }
    if agent.profile.joins_headers_first {
        request.headers.join_lines();
    }
    if let Some((body, content_type)) = extracted(init.body.as_ref(), agent.profile)? {
        // 35. No body where the method has none.
        if matches!(request.method.as_str(), "GET" | "HEAD") {
            return Err(SetUpError::BodyNotAllowed);
        }
        // 37. Its type, unless script gave one.
        if let Some(content_type) = content_type {
            if agent.profile.no_cors_bodies_keep_any_type
                && !request.headers.contains("Content-Type")
            {
                request.headers.append("Content-Type", content_type);
            } else if !request.headers.contains("Content-Type") {
                append_guarded(&mut request, "Content-Type", content_type.as_bytes(), agent)?;
            }
        }
        // 39. A stream needs a preflight, and so CORS.
        if body.is_stream {
            if request.mode == RequestMode::NoCors {
                return Err(SetUpError::StreamNeedsCors);
            }
            request.use_cors_preflight = true;
            if agent.profile.streams_ask_by_cors {
                request.mode = RequestMode::Cors;
            }
        }
        request.body = Some(body);
    }
    Ok(request)
}

/// The body, and the `Content-Type` that its kind gives it, as far as the browser knows of streams.
fn extracted(
    body: Option<&BodyInit>,
    profile: &Profile,
) -> Result<Option<(RequestBody, Option<String>)>, SetUpError> {
    let Some(body) = body else { return Ok(None) };
    Ok(Some(match profile.stream_bodies {
        StreamBodies::Sent => body.extract(),
        _ if body.kind != BodyKind::Stream => body.extract(),
        StreamBodies::AsText => BodyInit::new(BodyKind::Text, "[object ReadableStream]").extract(),
        StreamBodies::NotSupported => return Err(SetUpError::StreamsNotSupported),
    }))
}

/// Adds a header as the guard of the request's mode lets it.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-headers-append>
fn append_guarded(
    request: &mut Request,
    name: &str,
    value: &[u8],
    agent: &UserAgent,
) -> Result<(), SetUpError> {
    // 1. Strip the value.
    let value = normalize_header_value(value);
    // 2. It must be a header, and not one of the browser's own.
    if !is_token(name.as_bytes()) || !is_header_value(value) {
        return Err(SetUpError::InvalidHeader);
    }
    if is_forbidden_request_header(name, value) || is_dropped(name, agent) {
        request.refused_headers.push(name.into());
        return Ok(());
    }
    // 3. Without CORS the combined value must be safelisted.
    if request.mode == RequestMode::NoCors {
        let mut combined = match request.headers.get(name) {
            Some(present) => [&present, &b", "[..]].concat(),
            None => Vec::new(),
        };
        combined.extend_from_slice(value);
        let refused_strictly =
            agent.profile.safelists_strictly && !is_safelisted(name, &combined, agent.profile);
        if refused_strictly || !is_no_cors_safelisted_request_header(name, &combined) {
            return Ok(());
        }
    }
    // 4. Append.
    request.headers.append(name.to_owned(), value);
    // 5. What was allowed before may not be now.
    if request.mode == RequestMode::NoCors {
        request.headers.delete("Range");
    }
    Ok(())
}
