//! The fetch itself, as a state machine: what to send, and what an answer leads to.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use data_url::DataUrl;
use url::Url;

use super::cache::Asked;
use super::cache::Key;
use super::cause::Cause;
use super::cause::Failure;
use super::cause::Stage;
use super::check::cors_check;
use super::check::tao_check;
use super::cookies::is_loopback;
use super::cookies::is_same_site_request;
use super::corp::cross_origin_resource_policy_check;
use super::filter::filter;
use super::filter::opaque_redirect;
use super::origin::append_a_request_origin_header;
use super::origin::preflight_origin;
use super::origin::serialize_a_request_origin;
use super::preflight::judge_preflight;
use super::preflight::preflight_headers;
use super::profile::Profile;
use super::profile::StickyPreflight;
use super::redirect::judge_location_credentials;
use super::redirect::location_url;
use super::redirect::redirect_location;
use super::redirect::turn_to;
use super::request::CredentialsMode;
use super::request::Initiator;
use super::request::RedirectMode;
use super::request::Request;
use super::request::RequestMode;
use super::request::Tainting;
use super::response::FilteredResponse;
use super::response::Response;
use super::response::headers_as_read;
use super::safelist::cors_unsafe_request_header_names;
use super::sent_headers::add_defaults;
use super::sent_headers::erase_before_empty_values;
use super::sent_headers::is_conditional;
use super::sent_headers::keep_singletons_once;
use super::sent_headers::value_as_sent;
use super::user_agent::UserAgent;
use crate::wire::HeaderList;
use crate::wire::Origin;
use crate::wire::is_cors_safelisted_method;
use crate::wire::is_request_body_header_name;
use crate::wire::trim_http_tab_or_space;

/// One message to put on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpRequest {
    /// The method.
    pub method: String,
    /// Where to; the fragment is not sent.
    pub url: Url,
    /// Header lines that a browser sets because of the request; the transport adds its own.
    pub headers: HeaderList,
    /// Length of the body to send, in bytes.
    pub body_length: usize,
    /// Whether this is a preflight.
    pub is_preflight: bool,
    /// Whether the connection may tell who the user is: by a client certificate or a remembered
    /// password. Cookies are in `headers` already.
    pub is_credentialed: bool,
}

/// What to do next.
#[derive(Debug)]
#[must_use]
pub enum Next {
    /// Send this, then resume with the answer.
    Send(HttpRequest, Wait),
    /// It is over.
    Done(Box<Outcome>),
}

/// How a fetch ended.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What script sees, or why it sees nothing.
    pub result: Result<FilteredResponse, Failure>,
    /// Where a preflight let `Authorization` through by a star, which the standard does not.
    pub authorization_by_wildcard: Option<Url>,
    /// The headers that script tried to set and may not, as it spelled them.
    pub refused_headers: Vec<String>,
    /// Which kind of thing asked.
    pub initiator: Initiator,
}

/// A fetch that waits for an answer. It moves on by being used up.
#[derive(Debug)]
pub struct Wait {
    fetch: Box<Fetch>,
    at: Point,
}

/// Starts a fetch.
///
/// In: a request as set up by its API; the browser; milliseconds since any fixed moment.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-fetch>
pub fn start(request: Request, agent: &mut UserAgent, now_ms: u64) -> Next {
    Fetch { request, late_failure: None, authorization_by_wildcard: None }.main_fetch(agent, now_ms)
}

impl Wait {
    /// Goes on with the answer, or with `None` if none came.
    pub fn resume(self, response: Option<Response>, agent: &mut UserAgent, now_ms: u64) -> Next {
        let Self { fetch, at } = self;
        let response = response.filter(|response| {
            !(agent.profile.refuses_several_locations && has_several_locations(response))
        });
        let response = response.map(|response| Response {
            headers: headers_as_read(response.headers, agent.profile),
            ..response
        });
        match (at, response) {
            (Point::Preflight { .. }, None) => {
                fetch.fail(Cause::NetworkFailure, Stage::Preflight, None, agent)
            }
            (Point::Response, None) => {
                fetch.fail(Cause::NetworkFailure, Stage::Response, None, agent)
            }
            (Point::Preflight { unsafe_names }, Some(response)) => {
                fetch.finish_preflight(&unsafe_names, &response, agent, now_ms)
            }
            (Point::Response, Some(response)) => fetch.finish_http_fetch(response, agent, now_ms),
        }
    }

    /// The request, as it stands.
    pub fn request(&self) -> &Request {
        &self.fetch.request
    }
}

#[derive(Debug)]
enum Point {
    Preflight { unsafe_names: Vec<String> },
    Response,
}

#[derive(Debug)]
struct Fetch {
    request: Request,
    late_failure: Option<Failure>,
    authorization_by_wildcard: Option<Url>,
}

impl Fetch {
    /// Decides what kind of fetch this is; again after every redirect.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-main-fetch>
    fn main_fetch(mut self, agent: &mut UserAgent, now_ms: u64) -> Next {
        let profile = agent.profile;
        let request = &mut self.request;
        let is_same_origin = request.origin.is_same_origin(&request.current_origin());
        let is_http = matches!(request.current_url().scheme(), "http" | "https");
        // MISSING: content security policy, mixed content, HSTS: the host judges.
        // 1. To the own origin, and never anywhere else on the way: basic. So is what the URL holds.
        if request.current_url().scheme() == "data" {
            request.tainting = Tainting::Basic;
            return self.data_fetch(agent);
        }
        if is_same_origin && request.tainting == Tainting::Basic {
            return self.http_fetch(agent, now_ms, None);
        }
        // 2. Elsewhere, though only the own origin was asked for: no.
        if request.mode == RequestMode::SameOrigin {
            return self.fail(Cause::DisallowedByMode, Stage::Request, None, agent);
        }
        // 3. Without CORS: unread, and only where redirects are followed.
        if request.mode == RequestMode::NoCors {
            if request.redirect != RedirectMode::Follow {
                return self.fail(Cause::NoCorsRedirectMode, Stage::Request, None, agent);
            }
            request.tainting = Tainting::Opaque;
            return self.http_fetch(agent, now_ms, None);
        }
        // 4. CORS works over HTTP only.
        if !is_http {
            return self.fail(Cause::SchemeNotHttp, Stage::Request, None, agent);
        }
        // 5. With a preflight if script chose something that needs permission.
        request.tainting = Tainting::Cors;
        self.note_what_needs_a_preflight(profile);
        let unsafe_names = self.unsafe_names(profile);
        let request = &self.request;
        let needs_preflight = request.first_unsafe_names.is_some()
            || request.use_cors_preflight
            || (request.unsafe_request
                && (!is_cors_safelisted_method(&request.method) || !unsafe_names.is_empty()));
        // 6. Else without.
        self.http_fetch(agent, now_ms, needs_preflight.then_some(unsafe_names))
    }

    /// Answers from the URL itself; nothing is sent.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#scheme-fetch>
    fn data_fetch(self, agent: &mut UserAgent) -> Next {
        match data_response(self.request.current_url()) {
            Some(response) => {
                let filtered = filter(&self.request, response, agent.profile);
                self.done(Ok(filtered))
            }
            None => self.fail(Cause::InvalidDataUrl, Stage::Request, None, agent),
        }
    }

    /// Remembers, for browsers that hold to it on every hop, what the first request needed.
    fn note_what_needs_a_preflight(&mut self, profile: &Profile) {
        let request = &mut self.request;
        if profile.sticky_preflight == StickyPreflight::No
            || request.first_unsafe_names.is_some()
            || !request.unsafe_request
        {
            return;
        }
        let less_stripped = profile.sticky_preflight == StickyPreflight::FirstNamesLessStripped;
        let headers = match request.initiator {
            _ if request.url_list.len() == 1 => request.headers.clone(),
            Initiator::Beacon if less_stripped => request.headers.clone(),
            Initiator::Xhr if less_stripped && request.content_type_of_body => {
                let mut headers = request.initial_headers.clone();
                match request.headers.get("Content-Type") {
                    Some(value) => headers.set("Content-Type", value),
                    None => headers.delete("Content-Type"),
                }
                headers
            }
            _ => request.initial_headers.clone(),
        };
        let names = cors_unsafe_request_header_names(&headers, profile);
        let needed = !names.is_empty() || !is_cors_safelisted_method(&request.method);
        request.first_unsafe_names = needed.then_some(names);
    }

    /// The names that a preflight asks for.
    fn unsafe_names(&self, profile: &Profile) -> Vec<String> {
        let request = &self.request;
        let Some(names) = &request.first_unsafe_names else {
            return cors_unsafe_request_header_names(&request.headers, profile);
        };
        let crossed = request.just_crossed();
        let is_stripped = |name: &str| {
            profile.sticky_preflight == StickyPreflight::FirstNamesLessStripped
                && request.initiator != Initiator::Beacon
                && ((crossed && name.eq_ignore_ascii_case("authorization"))
                    || (request.just_rewritten && is_request_body_header_name(name)))
        };
        names.iter().filter(|name| !is_stripped(name)).cloned().collect()
    }

    /// Asks first, if need be, then sends.
    ///
    /// In: the header names to ask for, if a preflight is needed at all.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-http-fetch>
    fn http_fetch(
        self,
        agent: &mut UserAgent,
        now_ms: u64,
        needs_preflight: Option<Vec<String>>,
    ) -> Next {
        if let Err(cause) = self.local_network_access_check(agent) {
            return self.fail(cause, Stage::Request, None, agent);
        }
        // MISSING: service workers, which no host has asked for yet.
        // 1. What a cached preflight covers needs no other.
        if let Some(unsafe_names) = needs_preflight {
            let request = &self.request;
            let asked = Asked {
                method: &request.method,
                use_cors_preflight: request.use_cors_preflight,
                credentials: request.is_credentialed(),
                header_names: &unsafe_names,
            };
            let (key, profile) = (self.cache_key(agent), agent.profile);
            if !agent.preflight_cache.covers(&key, asked, profile, now_ms) {
                return self.cors_preflight_fetch(unsafe_names, agent);
            }
        }
        // 2. Send.
        self.http_network_or_cache_fetch(agent, now_ms)
    }

    /// Whether the page may reach a host that is closer to the user than the page is.
    ///
    /// DEVIATES: the standard looks at the connection, so at the address that was reached; here
    /// the host says beforehand where names lead.
    ///
    /// Spec: <https://wicg.github.io/local-network-access/#local-network-access-check>
    fn local_network_access_check(&self, agent: &UserAgent) -> Result<(), Cause> {
        let space = agent.address_space(self.request.current_url().host_str().unwrap_or_default());
        let page = &agent.top_level;
        // 1. Only some browsers look.
        // 2. What is as close as the page, or farther, is open to it.
        if !agent.profile.checks_local_network
            || page.is_opaque()
            || space >= agent.address_space(page.host())
        {
            return Ok(());
        }
        // 3. A page that anybody on the way could have changed reaches nothing closer.
        if page.scheme() != "https" && !is_loopback(page.host()) {
            return Err(Cause::LocalNetworkInsecure { space });
        }
        // 4. Any other only if the user agreed.
        match agent.local_network_permission {
            true => Ok(()),
            false => Err(Cause::LocalNetworkDenied { space }),
        }
    }

    /// Makes the preflight: to the same URLs, without credentials.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>
    fn cors_preflight_fetch(self, unsafe_names: Vec<String>, agent: &UserAgent) -> Next {
        let request = &self.request;
        // 1. The preflight is a request of its own: `OPTIONS`, mode cors, no credentials.
        // 2. It accepts anything.
        // 3. It names the method.
        // 4. It names the header names that need permission.
        // 5. Sorted, in lower case, joined by commas.
        let mut headers = preflight_headers(&request.method, &unsafe_names);
        add_defaults(&mut headers, agent.profile);
        headers.append("Origin", preflight_origin(request, agent));
        let message = HttpRequest {
            method: "OPTIONS".into(),
            url: request.current_url().clone(),
            headers,
            body_length: 0,
            is_preflight: true,
            is_credentialed: false,
        };
        // 6. Send it past the service worker.
        Next::Send(message, Wait { fetch: Box::new(self), at: Point::Preflight { unsafe_names } })
    }

    /// The second half of a preflight: the answer.
    fn finish_preflight(
        mut self,
        unsafe_names: &[String],
        response: &Response,
        agent: &mut UserAgent,
        now_ms: u64,
    ) -> Next {
        let origin = preflight_origin(&self.request, agent);
        let request_is_opaque = self.request.origin.is_opaque();
        let (grant, verdict) =
            judge_preflight(&self.request, unsafe_names, &origin, response, agent.profile);
        let is_remembered = match &*origin {
            "null" if request_is_opaque => agent.profile.remembers_for_opaque_origins,
            "null" => agent.profile.remembers_for_tainted_origins,
            _ => true,
        };
        if let Some(grant) = grant.filter(|_| is_remembered) {
            let is_authorization = |name: &String| name.eq_ignore_ascii_case("authorization");
            if verdict.is_ok()
                && unsafe_names.iter().any(is_authorization)
                && !grant.header_names.contains("authorization")
            {
                self.authorization_by_wildcard = Some(self.request.current_url().clone());
            }
            let key = self.cache_key(agent);
            agent.preflight_cache.store(&key, grant, agent.profile, now_ms);
        }
        match verdict {
            Ok(()) => self.http_network_or_cache_fetch(agent, now_ms),
            Err(cause) => self.fail(cause, Stage::Preflight, Some(response), agent),
        }
    }

    /// Puts the request itself on the wire, with what the browser adds.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch>
    fn http_network_or_cache_fetch(mut self, agent: &UserAgent, now_ms: u64) -> Next {
        if let Some(failure) = self.late_failure.take() {
            return self.done(Err(failure));
        }
        let profile = agent.profile;
        let set = &self.request.headers;
        let is_plain_get = self.request.method == "GET" && !is_conditional(set);
        let mut headers: HeaderList = set
            .iter()
            .map(|(name, value)| (name, value_as_sent(is_plain_get, name, value, profile)))
            .collect();
        if let Some(value) = &self.request.content_type_as_sent
            && headers.contains("Content-Type")
        {
            headers.set("Content-Type", trim_http_tab_or_space(value));
        }
        if profile.sends_singletons_once {
            let starts_with_body = self.request.body.is_some() && self.request.url_list.len() == 1;
            keep_singletons_once(&mut headers, starts_with_body);
        }
        if profile.empty_values_erase {
            erase_before_empty_values(&mut headers);
        }
        add_defaults(&mut headers, profile);
        // MISSING: the HTTP cache and its revalidation, 401, 407 and 421: the host's.
        // 1. `Origin`, where it belongs.
        let origin = append_a_request_origin_header(&self.request, agent);
        self.request.has_named_its_origin = origin.is_some();
        if let Some(origin) = origin {
            headers.append("Origin", origin);
        }
        let request = &self.request;
        // 2. Cookies, if credentials go along.
        if self.includes_credentials() {
            let same_site = is_same_site_request(request, agent);
            if let Some(cookies) =
                agent.cookies.header(request.current_url(), same_site, profile, now_ms)
            {
                headers.append("Cookie", cookies);
            }
        }
        let message = HttpRequest {
            method: request.method.clone(),
            url: request.current_url().clone(),
            headers,
            body_length: request.body.map_or(0, |body| body.length),
            is_preflight: false,
            is_credentialed: self.includes_credentials(),
        };
        Next::Send(message, Wait { fetch: Box::new(self), at: Point::Response })
    }

    /// The second half of HTTP fetch: the answer, checked on every hop before anything else.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-http-fetch>
    fn finish_http_fetch(mut self, response: Response, agent: &mut UserAgent, now_ms: u64) -> Next {
        // 3. Cookies are stored whether script may read the answer or not.
        if self.includes_credentials() {
            let same_site = is_same_site_request(&self.request, agent);
            for line in response.headers.lines("Set-Cookie") {
                let url = self.request.current_url();
                agent.cookies.store(url, line, same_site, agent.profile, now_ms);
            }
        }
        let request = &mut self.request;
        let origin = serialize_a_request_origin(request, agent);
        // 4. The CORS check.
        if request.tainting == Tainting::Cors
            && let Err(cause) = cors_check(&response.headers, &origin, request.credentials)
        {
            return self.fail(cause, Stage::Response, Some(&response), agent);
        }
        // 5. The timing check, which one hop can spoil for good.
        if !tao_check(&response.headers, &origin, request.tainting == Tainting::Basic) {
            request.timing_allow_failed = true;
        }
        // 6. What is not shared by CORS may still be kept to its own site.
        let url = request.current_url();
        if request.tainting == Tainting::Opaque
            && !cross_origin_resource_policy_check(agent, &request.origin, url, &response.headers)
        {
            return self.fail(Cause::ResourcePolicy, Stage::Response, Some(&response), agent);
        }
        // 7. Redirects.
        if response.is_redirect() {
            match request.redirect {
                RedirectMode::Error
                    if agent.profile.refuses_redirects_to_nowhere
                        || response.headers.lines("Location").any(|line| !line.is_empty()) =>
                {
                    let cause = Cause::RedirectModeError;
                    return self.fail(cause, Stage::Response, Some(&response), agent);
                }
                RedirectMode::Error => {}
                RedirectMode::Manual => {
                    if agent.profile.judges_location_of_manual_redirects
                        && let Err(cause) = location_url(request, &response, agent.profile)
                    {
                        return self.fail(cause, Stage::Response, Some(&response), agent);
                    }
                    let filtered = opaque_redirect(request, response);
                    return self.done(Ok(filtered));
                }
                RedirectMode::Follow => match self.http_redirect_fetch(&response, &origin, agent) {
                    Ok(true) => return self.main_fetch(agent, now_ms),
                    Ok(false) => {}
                    Err(cause) => {
                        return self.fail(cause, Stage::Response, Some(&response), agent);
                    }
                },
            }
        }
        let filtered = filter(&self.request, response, agent.profile);
        self.done(Ok(filtered))
    }

    /// Turns to where a redirect leads. `Ok(false)` if it leads nowhere: an answer like any.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-http-redirect-fetch>
    fn http_redirect_fetch(
        &mut self,
        response: &Response,
        origin: &str,
        agent: &UserAgent,
    ) -> Result<bool, Cause> {
        let profile = agent.profile;
        let Some(mut location) = redirect_location(&self.request, response, profile)? else {
            return Ok(false);
        };
        let mut late_failure = self.judge_redirect_late(response, origin, agent);
        if let Err(cause) = judge_location_credentials(&self.request, &location, profile) {
            if !profile.judges_redirects_late || self.request.tainting != Tainting::Basic {
                return Err(cause);
            }
            late_failure = Some(self.failure(cause, Stage::Response, Some(response), agent));
            strip_credentials(&mut location);
        }
        turn_to(&mut self.request, response, location, profile)?;
        self.late_failure = late_failure;
        Ok(true)
    }

    fn includes_credentials(&self) -> bool {
        match self.request.credentials {
            CredentialsMode::Include => true,
            CredentialsMode::SameOrigin => self.request.tainting == Tainting::Basic,
            CredentialsMode::Omit => false,
        }
    }

    fn cache_key(&self, agent: &UserAgent) -> Key {
        let request = &self.request;
        let origin = preflight_origin(request, agent);
        let url = request.current_url().clone();
        Key { origin, url, credentials: request.is_credentialed() }
    }

    fn fail(
        self,
        cause: Cause,
        stage: Stage,
        response: Option<&Response>,
        agent: &mut UserAgent,
    ) -> Next {
        let request = &self.request;
        let key = self.cache_key(agent);
        if agent.profile.clears_cache_on_failure && request.tainting == Tainting::Cors {
            agent.preflight_cache.clear(&key);
        }
        let failure = self.failure(cause, stage, response, agent);
        self.done(Err(failure))
    }

    fn failure(
        &self,
        cause: Cause,
        stage: Stage,
        response: Option<&Response>,
        agent: &UserAgent,
    ) -> Failure {
        let request = &self.request;
        let redirect = response.filter(|response| response.is_redirect());
        let location = redirect
            .and_then(|response| location_url(request, response, agent.profile).ok().flatten());
        let sent_origin = match stage {
            Stage::Preflight => preflight_origin(request, agent),
            Stage::Request | Stage::Response => serialize_a_request_origin(request, agent),
        };
        Failure {
            cause,
            stage,
            url_list: request.url_list.clone(),
            status: response.map_or(0, |response| response.status),
            location,
            location_value: redirect.and_then(|response| response.headers.get("Location")),
            origin: request.origin.clone(),
            document: agent.document.clone(),
            mode: request.mode,
            sent_origin,
        }
    }

    /// A second look at a redirect, by credentials as they stood at the start, that is acted on
    /// only when the next request is about to leave.
    fn judge_redirect_late(
        &self,
        response: &Response,
        origin: &str,
        agent: &UserAgent,
    ) -> Option<Failure> {
        let request = &self.request;
        let started_at_home = request.origin.is_same_origin(&Origin::of(request.initial_url()));
        if !agent.profile.judges_redirects_late
            || !started_at_home
            || request.tainting != Tainting::Cors
            || request.credentials == CredentialsMode::Omit
        {
            return None;
        }
        cors_check(&response.headers, origin, CredentialsMode::Include)
            .err()
            .map(|cause| self.failure(cause, Stage::Response, Some(response), agent))
    }

    fn done(self, result: Result<FilteredResponse, Failure>) -> Next {
        Next::Done(Box::new(Outcome {
            result,
            authorization_by_wildcard: self.authorization_by_wildcard,
            refused_headers: self.request.refused_headers,
            initiator: self.request.initiator,
        }))
    }
}

/// Spec: <https://fetch.spec.whatwg.org/#data-url-processor>
fn data_response(url: &Url) -> Option<Response> {
    let data = DataUrl::process(url.as_str()).ok()?;
    let (body, _) = data.decode_to_vec().ok()?;
    let mut headers = HeaderList::new();
    headers.append("Content-Type", data.mime_type().to_string());
    Some(Response { status: 200, headers, body })
}

fn strip_credentials(url: &mut Url) {
    // Both fail only for URLs without a host, which carry no credentials.
    let _ = url.set_username("");
    let _ = url.set_password(None);
}

fn has_several_locations(response: &Response) -> bool {
    let mut lines = response.headers.lines("Location");
    let first = lines.next();
    lines.any(|line| Some(line) != first)
}
