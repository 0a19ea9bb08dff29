//! How each API and element sets up its request.

use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;

use url::Url;

use super::xhr_charset::with_utf_8;
use crate::agent::check::safelist::is_safelisted;
use crate::agent::request::CredentialsMode;
use crate::agent::request::Initiator;
use crate::agent::request::RedirectMode;
use crate::agent::request::Request;
use crate::agent::request::RequestBody;
use crate::agent::request::RequestMode;
use crate::agent::request::Tainting;
use crate::agent::request::includes_credentials;
use crate::agent::user_agent::UserAgent;
use crate::wire::HeaderList;
use crate::wire::Origin;
use crate::wire::is_cors_safelisted_method;
use crate::wire::is_forbidden_method;
use crate::wire::is_forbidden_request_header;
use crate::wire::is_header_value;
use crate::wire::is_no_cors_safelisted_request_header;
use crate::wire::is_token;
use crate::wire::normalize_header_value;
use crate::wire::normalize_method;

/// What `fetch()` was given. What is absent was not passed.
#[derive(Clone, Debug, Default)]
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
    /// The body and the `Content-Type` that its kind gives it.
    pub body: Option<(RequestBody, Option<String>)>,
}

/// What an `XMLHttpRequest` was given.
#[derive(Clone, Debug, Default)]
pub struct XhrInit {
    /// The method; absent means `GET`.
    pub method: Option<String>,
    /// The calls of `setRequestHeader`, in order.
    pub headers: HeaderList,
    /// `withCredentials`.
    pub with_credentials: bool,
    /// Whether `xhr.upload` has a listener.
    pub upload_listener: bool,
    /// The body and the `Content-Type` that its kind gives it.
    pub body: Option<(RequestBody, Option<String>)>,
    /// Whether the body is text, whose encoding the browser writes into the `Content-Type`.
    pub body_is_text: bool,
    /// Whether the body is URL-encoded parameters.
    pub body_is_params: bool,
}

/// What an element's `crossorigin` attribute says; [`Credentialed::No`] is `anonymous`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credentialed {
    /// Credentials to the own origin only.
    No,
    /// `use-credentials`.
    Yes,
}

/// What an element was given.
#[derive(Clone, Copy, Debug)]
pub struct ElementInit {
    /// Which element.
    pub initiator: Initiator,
    /// The state of its `crossorigin` attribute; `None` without it.
    pub crossorigin: Option<Credentialed>,
}

/// The API refused before anything was sent; script gets an exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetUpError {
    /// Not a URL, or one with a user name or password.
    InvalidUrl,
    /// Not a method, or one that no script may use.
    InvalidMethod,
    /// Not a header name or value.
    InvalidHeader,
    /// `no-cors` with a method that is not safelisted.
    MethodNeedsCors,
    /// A body with `GET` or `HEAD`.
    BodyNotAllowed,
    /// A body whose type no beacon may carry unasked.
    StreamNeedsCors,
}

impl fmt::Display for SetUpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InvalidUrl => "the URL is not one, or carries a user name or password",
            Self::InvalidMethod => "the method is not one, or no script may use it",
            Self::InvalidHeader => "a header's name or value is not one",
            Self::MethodNeedsCors => "mode `no-cors` allows GET, HEAD and POST only",
            Self::BodyNotAllowed => "GET and HEAD have no body",
            Self::StreamNeedsCors => "a streamed body needs mode `cors` or `same-origin`",
        })
    }
}

impl core::error::Error for SetUpError {}

/// Sets up what `fetch()` sends.
///
/// Spec: <https://fetch.spec.whatwg.org/#dom-request>
pub fn set_up_fetch(
    agent: &UserAgent,
    page: &Origin,
    url: &str,
    init: FetchInit,
) -> Result<Request, SetUpError> {
    // 5. A URL without user name and password.
    // MISSING: 6. A request made of another.
    let url = Url::parse(url).map_err(|_| SetUpError::InvalidUrl)?;
    if includes_credentials(&url) {
        return Err(SetUpError::InvalidUrl);
    }
    // 12. A request of its own.
    let mut request = bare(page, url, Initiator::Fetch);
    request.unsafe_request = true;
    // MISSING: 14 to 15. The referrer, which the host adds.
    // 18 to 19. Modes: cors, credentials to the own origin, unless told otherwise.
    request.mode = init.mode.unwrap_or(RequestMode::Cors);
    request.credentials = init.credentials.unwrap_or(CredentialsMode::SameOrigin);
    // MISSING: 20 to 21. The cache mode.
    // 22. Redirects are followed, unless told otherwise.
    request.redirect = init.redirect.unwrap_or(RedirectMode::Follow);
    // MISSING: 23 to 24. Integrity, and what outlives its page.
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
    if let Some((body, content_type)) = init.body {
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
        }
        request.body = Some(body);
    }
    Ok(request)
}

/// Sets up what `XMLHttpRequest.send()` sends.
///
/// Spec: <https://xhr.spec.whatwg.org/#the-send()-method>
pub fn set_up_xhr(
    agent: &UserAgent,
    page: &Origin,
    url: &str,
    init: XhrInit,
) -> Result<Request, SetUpError> {
    // `open()`: the URL may carry a user name and password.
    let url = Url::parse(url).map_err(|_| SetUpError::InvalidUrl)?;
    let mut request = bare(page, url, Initiator::Xhr);
    request.unsafe_request = true;
    request.credentials = credentials_mode(init.with_credentials);
    // `open()`: a method that script may use, normalised.
    let method = init.method.as_deref().unwrap_or("GET");
    request.method = checked_method(method)?;
    // `setRequestHeader()`: forbidden ones are dropped, repeated ones joined.
    for (name, value) in init.headers.iter() {
        let value = normalize_header_value(value);
        if !is_token(name.as_bytes()) || !is_header_value(value) {
            return Err(SetUpError::InvalidHeader);
        }
        if is_forbidden_request_header(name, value) || is_dropped(name, agent) {
            request.refused_headers.push(name.into());
            continue;
        }
        request.headers.append(name, value);
    }
    request.headers.join_lines();
    // 3. The body is silently dropped where the method has none.
    if let Some((body, content_type)) = init.body
        && !matches!(request.method.as_str(), "GET" | "HEAD")
    {
        // MISSING: 4.2. Documents.
        // 4.3. Text, parameters, blobs, forms.
        request.body = Some(body);
        // 4.5. The type that script gave, but for its charset.
        if let Some(value) = request.headers.get("Content-Type") {
            let rule = agent.profile.xhr_charset;
            let value = with_utf_8(value, init.body_is_text, init.body_is_params, rule);
            if agent.profile.judges_content_type_as_written {
                request.content_type_as_sent = Some(value);
            } else {
                request.headers.set("Content-Type", value);
            }
        }
        // 4.6. Its type, unless script gave one.
        if let Some(content_type) = content_type
            && !request.headers.contains("Content-Type")
        {
            request.headers.append("Content-Type", content_type);
            request.content_type_of_body = true;
        }
    }
    // 5 to 6. A listener on the upload makes it a request that needs a preflight.
    request.use_cors_preflight = init.upload_listener
        && (request.body.is_some() || !agent.profile.upload_listener_needs_body);
    Ok(request)
}

/// Sets up what an element sends: by CORS if it has a `crossorigin` attribute, else unread.
///
/// Spec: <https://html.spec.whatwg.org/multipage/urls-and-fetching.html#create-a-potential-cors-request>
pub fn set_up_element(page: &Origin, url: &str, init: ElementInit) -> Result<Request, SetUpError> {
    let url = Url::parse(url).map_err(|_| SetUpError::InvalidUrl)?;
    let mut request = bare(page, url, init.initiator);
    match init.crossorigin {
        Some(credentialed) => {
            request.credentials = credentials_mode(credentialed == Credentialed::Yes);
        }
        None => {
            request.mode = RequestMode::NoCors;
            request.credentials = CredentialsMode::Include;
        }
    }
    Ok(request)
}

/// Sets up what a web font sends: by CORS, credentials to the own origin.
///
/// Spec: <https://drafts.csswg.org/css-fonts/#font-fetching-requirements>
pub fn set_up_font(agent: &UserAgent, page: &Origin, url: &str) -> Result<Request, SetUpError> {
    let crossorigin = agent.profile.fonts_use_cors.then_some(Credentialed::No);
    set_up_element(page, url, ElementInit { initiator: Initiator::Font, crossorigin })
}

/// Sets up what `EventSource` sends.
///
/// Spec: <https://html.spec.whatwg.org/multipage/server-sent-events.html#dom-eventsource>
pub fn set_up_event_source(
    page: &Origin,
    url: &str,
    with_credentials: bool,
) -> Result<Request, SetUpError> {
    let url = Url::parse(url).map_err(|_| SetUpError::InvalidUrl)?;
    let mut request = bare(page, url, Initiator::EventSource);
    request.credentials = credentials_mode(with_credentials);
    request.headers.append("Accept", "text/event-stream");
    Ok(request)
}

/// Sets up what `navigator.sendBeacon` sends: always with credentials, by CORS only if its body's
/// type needs it.
///
/// Spec: <https://w3c.github.io/beacon/#sendbeacon-method>
pub fn set_up_beacon(
    agent: &UserAgent,
    page: &Origin,
    url: &str,
    body: Option<(RequestBody, Option<String>)>,
) -> Result<Request, SetUpError> {
    let url = Url::parse(url).map_err(|_| SetUpError::InvalidUrl)?;
    let mut request = bare(page, url, Initiator::Beacon);
    request.method = "POST".into();
    request.mode = RequestMode::NoCors;
    request.credentials = CredentialsMode::Include;
    if let Some((body, content_type)) = body {
        request.body = Some(body);
        if let Some(content_type) = content_type {
            if !is_safelisted("Content-Type", content_type.as_bytes(), agent.profile) {
                request.mode = RequestMode::Cors;
                request.unsafe_request = true;
            }
            request.headers.append("Content-Type", content_type);
        }
    }
    Ok(request)
}

fn bare(page: &Origin, url: Url, initiator: Initiator) -> Request {
    Request {
        method: "GET".to_string(),
        url_list: [url].into(),
        headers: HeaderList::new(),
        body: None,
        origin: page.clone(),
        mode: RequestMode::Cors,
        credentials: CredentialsMode::SameOrigin,
        redirect: RedirectMode::Follow,
        unsafe_request: false,
        use_cors_preflight: false,
        initiator,
        refused_headers: Vec::new(),
        tainting: Tainting::Basic,
        redirect_count: 0,
        timing_allow_failed: false,
        has_named_its_origin: false,
        initial_headers: HeaderList::new(),
        content_type_as_sent: None,
        content_type_of_body: false,
        just_rewritten: false,
        initial_method: String::new(),
        first_unsafe_names: None,
    }
}

fn checked_method(method: &str) -> Result<String, SetUpError> {
    if !is_token(method.as_bytes()) || is_forbidden_method(method) {
        return Err(SetUpError::InvalidMethod);
    }
    Ok(normalize_method(method))
}

fn is_dropped(name: &str, agent: &UserAgent) -> bool {
    agent.profile.drops_user_agent && name.eq_ignore_ascii_case("user-agent")
}

fn credentials_mode(included: bool) -> CredentialsMode {
    if included { CredentialsMode::Include } else { CredentialsMode::SameOrigin }
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
    request.headers.append(name, value);
    // 5. What was allowed before may not be now.
    if request.mode == RequestMode::NoCors {
        request.headers.delete("Range");
    }
    Ok(())
}
