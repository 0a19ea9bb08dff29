//! The fetch itself, as a state machine: what to send, and what an answer leads to.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use url::Url;

use super::cache_use::CacheUse;
use super::kept_way::KeptWay;
use super::outcome::Outcome;
use super::redirect::has_several_locations;
use super::refused_at_once::has_refused_credentials;
use super::refused_at_once::is_too_long_to_outlive_its_page;
use super::refused_at_once::refused_by_mode;
use super::request_origin::preflight_origin;
use crate::agent::body::Body;
use crate::agent::cache::consumer::PreloadMismatch;
use crate::agent::cache::preflight::Key;
use crate::agent::cache::preload::PreloadCache;
use crate::agent::cache::preload::Preloaded;
use crate::agent::cache::resource::Resource;
use crate::agent::cache::resource_load::ResourceLoad;
use crate::agent::cause::Cause;
use crate::agent::cause::Failure;
use crate::agent::cause::Stage;
use crate::agent::profile::StaleWhileRevalidate;
use crate::agent::remark::Remark;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;
use crate::agent::request::Tainting;
use crate::agent::response::FilteredResponse;
use crate::agent::response::Response;
use crate::agent::response::headers_as_read;
use crate::agent::user_agent::UserAgent;
use crate::wire::HeaderList;
use crate::wire::is_cors_safelisted_method;
use crate::wire::is_http_scheme;

/// One message to put on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a record that is written as a literal")]
pub struct HttpRequest {
    /// The method.
    pub method: String,
    /// Where to; the fragment is not sent.
    pub url: Url,
    /// Header lines that a browser sets because of the request; the transport adds its own.
    pub headers: HeaderList,
    /// The body to send.
    pub body: Body,
    /// Whether the body is a stream, which browsers send over HTTP/2 and newer alone: whoever has a connection of
    /// HTTP/1.1 answers that none came about.
    pub is_streamed: bool,
    /// Whether this is a preflight.
    pub is_preflight: bool,
    /// Whether the connection may tell who the user is: by a client certificate or a remembered
    /// password. Cookies are in `headers` already.
    pub is_credentialed: bool,
}

/// What to do next.
#[derive(Debug)]
#[must_use]
#[non_exhaustive]
pub enum Next {
    /// Send this, then resume with the answer.
    Send(HttpRequest, Wait),
    /// It is over.
    Done(Box<Outcome>),
}

/// A fetch that waits for an answer. It moves on by being used up.
#[derive(Debug)]
pub struct Wait {
    pub(in crate::agent) fetch: Box<Fetch>,
    pub(in crate::agent) at: Point,
}

/// Starts a fetch.
///
/// In: a request as set up by its API; the browser; milliseconds since a fixed moment,
/// 1970 if the dates of cookies shall count.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-fetch>
///
/// # Example
/// ```
/// use crosscheck::agent::api::{FetchInit, PageRequest};
/// use crosscheck::agent::{Next, Profile, Response, UserAgent, start};
/// use crosscheck::wire::Origin;
///
/// let mut browser = UserAgent::new(&Profile::SPEC);
/// let page = Origin::parse("https://app.example").unwrap();
/// let asked = PageRequest::fetch("https://api.example/", FetchInit::default());
/// let request = asked.set_up(&browser, &page).unwrap();
///
/// // It stops at whatever is to be sent; you send it, and give it the answer.
/// let Next::Send(message, wait) = start(request, &mut browser, 0) else { unreachable!() };
/// assert_eq!(message.headers.get("Origin"), Some(b"https://app.example"[..].into()));
/// let answer = Response { status: 200, ..Response::default() };
/// let Next::Done(outcome) = wait.resume(Some(answer), &mut browser, 0) else { unreachable!() };
/// assert!(outcome.result.is_err(), "the answer says nothing of CORS");
/// ```
pub fn start(request: Request, agent: &mut UserAgent, now_ms: u64) -> Next {
    let mut fetch = Box::new(Fetch {
        asked_url: PreloadCache::wants(&request, agent.profile)
            .then(|| request.initial_url().clone()),
        request,
        late_failure: None,
        authorization_by_wildcard: Vec::new(),
        remarks: Vec::new(),
        cache_use: None,
        is_from_network: true,
        is_kept_in_memory: false,
        kept_way: KeptWay::default(),
        is_judged_by_memory: false,
        is_reused: false,
        unused_preload: None,
        served: None,
        loading: None,
        revalidates: None,
        received_ms: now_ms,
    });
    // 11. An answer that was loaded ahead.
    let domain = agent.registrable_domain;
    match agent.preload_cache.consume(&fetch.request, agent.profile, domain, now_ms) {
        Preloaded::Nothing => {}
        Preloaded::Mismatch(mismatch) => fetch.unused_preload = Some(mismatch),
        Preloaded::Ended { result, hold, unused } => {
            fetch.unused_preload = unused;
            return fetch.use_loaded(*result, hold, agent, now_ms);
        }
    }
    agent.preload_cache.give_way(&fetch.request, agent.profile, domain, now_ms);
    let asked = fetch.asked_url.is_some().then(|| fetch.request.clone());
    let next = match agent.profile.has_memory_cache {
        true => fetch.load_resource(agent, now_ms),
        // 17. On to the main fetch.
        false => fetch.main_fetch(agent, now_ms),
    };
    let asked = asked.as_ref().map(|request| (request.initial_url(), request));
    remember(asked, &next, false, Some(now_ms), agent);
    next
}

/// Keeps the answer to a preload, and modules, for who asks for them later.
pub(super) fn remember(
    asked: Option<(&Url, &Request)>,
    next: &Next,
    is_from_network: bool,
    received_ms: Option<u64>,
    agent: &mut UserAgent,
) {
    let (Some((url, request)), Next::Done(outcome)) = (asked, next) else { return };
    if is_from_network {
        agent.preload_cache.replace_in_other_documents(url, request, agent.profile);
    }
    agent.preload_cache.remember(url, request, &outcome.result, received_ms, agent.profile);
}

impl Wait {
    /// Goes on with the answer, or with `None` if none came.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::api::{FetchInit, PageRequest};
    /// use crosscheck::agent::{Cause, Next, Profile, UserAgent, start};
    /// use crosscheck::wire::Origin;
    ///
    /// let mut browser = UserAgent::new(&Profile::SPEC);
    /// let page = Origin::parse("https://app.example").unwrap();
    /// let asked = PageRequest::fetch("https://api.example/", FetchInit::default());
    /// let request = asked.set_up(&browser, &page).unwrap();
    /// let Next::Send(_, wait) = start(request, &mut browser, 0) else { unreachable!() };
    /// // Nobody answers.
    /// let Next::Done(outcome) = wait.resume(None, &mut browser, 0) else { unreachable!() };
    /// assert_eq!(outcome.result.unwrap_err().cause, Cause::NetworkFailure);
    /// ```
    pub fn resume(self, response: Option<Response>, agent: &mut UserAgent, now_ms: u64) -> Next {
        let asked = self.fetch.asked_url.clone().map(|url| (url, self.fetch.request.clone()));
        // Who asks anew itself is no longer shown what it was served.
        let is_anew = self.fetch.served.is_some()
            && agent.profile.stale_while_revalidate == StaleWhileRevalidate::ByPage;
        let received_ms = (!is_anew).then_some(now_ms);
        let next = self.go_on(response, agent, now_ms);
        remember(
            asked.as_ref().map(|(url, request)| (url, request)),
            &next,
            true,
            received_ms,
            agent,
        );
        next
    }

    fn go_on(self, response: Option<Response>, agent: &mut UserAgent, now_ms: u64) -> Next {
        let Self { fetch, at } = self;
        if fetch.is_revalidation_over(&at, response.as_ref()) {
            return fetch.finish_revalidation(response, agent, now_ms);
        }
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
            (Point::Response, Some(response)) => fetch.receive(response, agent, now_ms),
        }
    }

    /// The request, as it stands.
    pub fn request(&self) -> &Request {
        &self.fetch.request
    }
}

#[derive(Debug)]
pub(in crate::agent) enum Point {
    Preflight { unsafe_names: Vec<String> },
    Response,
}

#[derive(Clone, Debug)]
pub(in crate::agent) struct Fetch {
    pub(in crate::agent) request: Request,
    /// What was asked for, before anything was upgraded, if who loads it keeps it for others.
    pub(in crate::agent) asked_url: Option<Url>,
    /// A verdict that is acted on only when the next request is about to leave.
    pub(in crate::agent) late_failure: Option<Box<Failure>>,
    pub(in crate::agent) authorization_by_wildcard: Vec<Url>,
    /// What is noted on the way.
    pub(in crate::agent) remarks: Vec<Remark>,
    /// What is to become of the next answer in the HTTP cache.
    pub(in crate::agent) cache_use: Option<CacheUse>,
    /// Whether the last answer came over the network, rather than from the HTTP cache.
    pub(in crate::agent) is_from_network: bool,
    /// Whether what comes is kept in memory only, in place of what is kept for good.
    pub(in crate::agent) is_kept_in_memory: bool,
    pub(in crate::agent) kept_way: KeptWay,
    /// Whether the memory of the page had an answer that CORS refuses who asks now.
    pub(in crate::agent) is_judged_by_memory: bool,
    pub(in crate::agent) is_reused: bool,
    pub(in crate::agent) unused_preload: Option<PreloadMismatch>,
    /// What the page was given already, while the cache asks for the next one.
    pub(in crate::agent) served: Option<Box<Outcome>>,
    /// What becomes of the answer in the memory of the page.
    pub(super) loading: Option<Box<ResourceLoad>>,
    /// What in that memory the server is asked about.
    pub(super) revalidates: Option<Arc<Resource>>,
    /// When the last answer came from the server, in milliseconds.
    pub(super) received_ms: u64,
}

impl Fetch {
    /// Decides what kind of fetch this is; again after every redirect.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-main-fetch>
    pub(in crate::agent) fn main_fetch(
        mut self: Box<Self>,
        agent: &mut UserAgent,
        now_ms: u64,
    ) -> Next {
        let profile = agent.profile;
        let is_elsewhere = !self.request.is_at_home();
        if profile.judges_mode_before_mixed_content
            && is_elsewhere
            && is_http_scheme(self.request.current_url().scheme())
            && let Some(cause) = refused_by_mode(&self.request)
        {
            return self.fail(cause, Stage::Request, None, agent);
        }
        if profile.documents_refuse_url_credentials && has_refused_credentials(&self.request) {
            return self.fail(Cause::UrlCredentials, Stage::Request, None, agent);
        }
        if is_too_long_to_outlive_its_page(&self.request, profile) {
            return self.fail(Cause::KeepaliveTooLong, Stage::Request, None, agent);
        }
        // MISSING: 3 to 7. What is local, content security policy, bad ports: the host judges.
        // 8. The page's referrer policy, where the request has none.
        let request = &mut self.request;
        request.referrer_policy = request.referrer_policy.or(request.client.referrer_policy);
        if profile.media_judge_referrers_before_upgrade && request.initiator.is_media() {
            self.judge_referrer(agent);
        }
        if let Err(cause) = self.upgrade_or_block(agent, now_ms) {
            if !self.is_refused_late(&cause, profile) {
                return self.fail(cause, Stage::Request, None, agent);
            }
            let failure = self.failure(cause, Stage::Request, None, agent);
            self.late_failure = Some(Box::new(failure));
        }
        let request = &mut self.request;
        let is_same_origin = request.is_at_home();
        let is_http = is_http_scheme(request.current_url().scheme());
        // 9. What is told of the page: less on every hop, never more again. What will be refused late stays
        // as it is.
        if self.late_failure.is_none() {
            self.judge_referrer(agent);
        }
        let request = &mut self.request;
        // MISSING: 10. Hosts known for TLS were looked at before.
        // MISSING: 12.a. What was loaded ahead.
        // 12.b. To the own origin, and never anywhere else on the way: basic. So is what the URL holds, a
        // document, and a handshake.
        if request.current_url().scheme() == "data" {
            request.tainting = Tainting::Basic;
            return self.data_fetch(agent);
        }
        let asks_nobody = matches!(request.mode, RequestMode::Navigate | RequestMode::WebSocket);
        if request.tainting == Tainting::Basic && (is_same_origin || asks_nobody && is_http) {
            return self.http_fetch(agent, now_ms, None);
        }
        // What a page of this origin made, if there is such a thing: the host has what there is.
        if request.origin.owns_blob(request.current_url()) {
            return self.fail(Cause::NetworkFailure, Stage::Request, None, agent);
        }
        // 12.c to 12.d.1.
        if let Some(cause) = refused_by_mode(request) {
            return self.fail(cause, Stage::Request, None, agent);
        }
        if request.mode == RequestMode::NoCors {
            // 12.d.2 to 12.d.3. Unread, and over HTTP all the same.
            if !is_http {
                return self.fail(Cause::SchemeNotHttp, Stage::Request, None, agent);
            }
            request.tainting = Tainting::Opaque;
            return self.http_fetch(agent, now_ms, None);
        }
        // 12.e. CORS works over HTTP only.
        if !is_http {
            return self.fail(Cause::SchemeNotHttp, Stage::Request, None, agent);
        }
        // 12.f.1 to 12.f.2. With a preflight if script chose something that needs permission.
        request.tainting = Tainting::Cors;
        self.note_what_needs_a_preflight(profile);
        let unsafe_names = self.unsafe_names(profile);
        let request = &self.request;
        let needs_preflight = !request.has_come_home(profile)
            && (request.first_unsafe_names.is_some()
                || request.use_cors_preflight
                || (request.unsafe_request
                    && (!is_cors_safelisted_method(&request.method) || !unsafe_names.is_empty())));
        // 12.g. Else without.
        self.http_fetch(agent, now_ms, needs_preflight.then_some(unsafe_names))
    }

    pub(in crate::agent) fn cache_key(&self, agent: &UserAgent) -> Key {
        let request = &self.request;
        let origin = preflight_origin(request, agent).into();
        let url = request.current_url().clone();
        Key { origin, url, credentials: request.is_credentialed() }
    }

    /// Ends with what the page was given before, or else with this.
    pub(in crate::agent) fn done(
        self: Box<Self>,
        result: Result<FilteredResponse, Failure>,
    ) -> Next {
        if let Some(served) = self.served {
            return Next::Done(served);
        }
        let Self { request, authorization_by_wildcard, remarks, .. } = *self;
        Next::Done(Box::new(Outcome {
            result,
            authorization_by_wildcard,
            remarks,
            client: request.client,
            refused_headers: request.refused_headers,
            initiator: request.initiator,
            is_preload: request.is_preload,
            is_reused: self.is_reused,
            unused_preload: self.unused_preload,
            integrity: request.integrity,
            url_list: request.url_list,
        }))
    }
}
