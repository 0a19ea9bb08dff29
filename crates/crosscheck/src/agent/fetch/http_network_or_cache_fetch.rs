//! HTTP-network-or-cache fetch: what is sent in the end, and what the HTTP cache has to say to it.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::ops::ControlFlow;

use super::cache_mode::append_cache_mode;
use super::cache_use::CacheUse;
use super::condition::Condition;
use super::fetch_metadata::append_the_fetch_metadata_headers;
use super::load_resource::ConditionsOfMemory;
use super::main_fetch::Fetch;
use super::main_fetch::HttpRequest;
use super::main_fetch::Next;
use super::main_fetch::Point;
use super::main_fetch::Wait;
use super::referrer::append_referrer;
use super::request_origin::append_a_request_origin_header;
use super::request_origin::serialize_a_request_origin;
use super::revalidation::append_revalidation;
use super::sent_headers::add_defaults;
use super::sent_headers::append_upgrade_insecure_requests;
use super::sent_headers::erase_before_empty_values;
use super::sent_headers::keep_singletons_once;
use super::sent_headers::value_as_sent;
use super::storage_access::storage_access;
use super::url_as_sent::as_sent;
use crate::agent::body::Body;
use crate::agent::cache::http::store::Found;
use crate::agent::cache::http::stored_response::Asker;
use crate::agent::cache::http::stored_response::StoredResponse;
use crate::agent::cache::http::stored_response::is_conditional;
use crate::agent::cause::Cause;
use crate::agent::cause::Stage;
use crate::agent::cookies::issue::CookieIssue;
use crate::agent::local_network::access::local_network_access_check;
use crate::agent::remark::Remark;
use crate::agent::request::CacheMode;
use crate::agent::request::Initiator;
use crate::agent::request::RequestMode;
use crate::agent::request::Tainting;
use crate::agent::response::Response;
use crate::agent::user_agent::UserAgent;
use crate::wire::HeaderList;
use crate::wire::trim_http_tab_or_space;

impl Fetch {
    /// Puts the request itself on the wire, with what the browser adds.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch>
    pub(in crate::agent) fn http_network_or_cache_fetch(
        mut self: Box<Self>,
        agent: &mut UserAgent,
        now_ms: u64,
    ) -> Next {
        if let Some(failure) = self.late_failure.take() {
            return self.done(Err(*failure));
        }
        if self.is_led_to_tls(agent, now_ms) {
            return self.redirect_to_tls(agent, now_ms);
        }
        if self.refuses_to_connect(agent) {
            return self.fail(Cause::NetworkFailure, Stage::Response, None, agent);
        }
        let profile = agent.profile;
        if profile.checks_local_network_before_cache {
            if let Err(cause) = self.check_local_network_access(agent) {
                return self.fail(cause, Stage::Request, None, agent);
            }
        }
        let set = &self.request.headers;
        let is_plain_get = self.request.method == "GET" && !is_conditional(set);
        let mut headers = HeaderList::with_capacity(set.len() + ADDED_LINES);
        for (name, value) in set.spelled() {
            headers.append(name.clone(), value_as_sent(is_plain_get, name, value, profile));
        }
        if let Some(value) = &self.request.content_type_as_sent {
            if headers.contains("Content-Type") {
                headers.set("Content-Type", trim_http_tab_or_space(value));
            }
        }
        if profile.sends_singletons_once {
            let starts_with_body = self.request.body.is_some() && self.request.url_list.len() == 1;
            keep_singletons_once(&mut headers, starts_with_body);
        }
        if profile.empty_values_erase {
            erase_before_empty_values(&mut headers);
        }
        add_defaults(&mut headers, self.request.initiator, agent);
        // 8.3 to 8.4. Whether credentials go along, and no embedder holds them back, is asked of the
        // request below.
        // MISSING: 8.9. How long the body is: the transport's. 8.10 was asked first.
        // 8.11. Where it is from.
        append_referrer(&mut headers, &self.request.referrer);
        // 8.12. `Origin`, where it belongs.
        let origin = append_a_request_origin_header(&self.request, agent);
        let is_named = origin.is_some();
        if let Some(origin) = origin {
            headers.append("Origin", origin);
        }
        self.request.has_named_its_origin = is_named;
        self.append_carried(&mut headers);
        let request = &self.request;
        // 8.13. What only a browser can tell.
        append_the_fetch_metadata_headers(&mut headers, request, agent);
        append_upgrade_insecure_requests(&mut headers, request, profile);
        // MISSING: 8.14 to 8.15. `Sec-Purpose` and `User-Agent`: the host's.
        // 8.16. A condition of script's own: no cache.
        let mode = self.cache_mode(profile);
        // 8.17 to 8.18. Caches on the way are told, too.
        if !(request.mode == RequestMode::Cors
            && request.just_crossed()
            && profile.crossing_by_cors_loses_metadata)
        {
            append_cache_mode(&mut headers, mode);
        } else if request.initiator == Initiator::EventSource {
            headers.append_static("Cache-Control", "no-cache");
        }
        // MISSING: 8.19 to 8.20. What the transport adds.
        // 8.21.1. Cookies, if credentials go along.
        if self.includes_credentials() && !agent.cookies.is_empty() {
            let situation = agent.cookie_situation(&request.client, &request.url_list, now_ms);
            let mut issues = Vec::new();
            if let Some(cookies) = agent.cookies.header(&situation, &mut issues) {
                headers.append("Cookie", cookies);
            }
            self.remarks.extend(issues.into_iter().map(Remark::Cookie));
        }
        if let Some(access) = storage_access(request, agent, false) {
            headers.append_static("Sec-Fetch-Storage-Access", access.name());
        }
        // MISSING: 8.21.2 to 8.22. Passwords that the transport remembers.
        // By CORS another origin is asked without a condition of the HTTP cache.
        let is_asked_again =
            self.request.url_list.len() == 1 || self.request.tainting != Tainting::Cors;
        let conditions = self.kept_way.conditions.as_ref().filter(|_| is_asked_again);
        let carries_conditions = conditions.is_some();
        if let Some(conditions) = conditions {
            headers.append_all(conditions.clone());
        }
        let of_memory = self.append_conditions_of_memory(&mut headers);
        let mode = self.cache_mode_in_use(profile);
        // 8.24 to 8.26. What is kept answers, or says what to ask by.
        let may_be_kept = self.may_be_kept(mode, &headers, profile);
        let key = match may_be_kept || self.is_kept_in_memory {
            true => self.http_cache_key(agent),
            false => None,
        };
        if let Some(key) = key.as_ref().filter(|_| self.is_kept_in_memory) {
            agent.http_cache.remove_persistent_but_of_images(key);
        }
        if let Some(key) = key.filter(|_| may_be_kept) {
            let sent = self.varied_by(&headers, agent, now_ms);
            let is_scripts = self.condition(profile) == Condition::Validates;
            let is_about_another =
                is_scripts && !agent.http_cache.is_asked_about(&key, &self.request.headers);
            // Who wants a new answer whatever is kept makes room for it at once.
            if mode == CacheMode::Reload && profile.reloads_make_void {
                agent.http_cache.remove(&key);
            }
            let found = match of_memory {
                ConditionsOfMemory::LeftBehind => Found::Nothing,
                // A kept redirect is followed, whatever is asked about.
                ConditionsOfMemory::Carried if self.looks_for_kept_redirects() => {
                    match agent.http_cache.look_up(&key, &sent, mode, now_ms, profile) {
                        Found::Fresh(kept) if kept.response.is_redirect() => Found::Fresh(kept),
                        found
                            if found != Found::Nothing
                                && self.is_led_here_by_the_cache(profile) =>
                        {
                            return self.go_again(HeaderList::new(), agent, now_ms);
                        }
                        _ => Found::Nothing,
                    }
                }
                _ if self.may_be_answered_from_cache(mode, &key, &headers, agent) => {
                    self.look_up(&key, &sent, mode, agent, now_ms)
                }
                _ => Found::Nothing,
            };
            let found = match found {
                Found::StaleWhileRevalidate(..) | Found::Validate(..) | Found::ValidatePart(..)
                    if self.condition(profile) == Condition::RenewsOthers =>
                {
                    Found::Nothing
                }
                found => self.as_noticed(found, profile),
            };
            let mut validates = of_memory == ConditionsOfMemory::Carried
                || is_scripts
                || carries_conditions && self.request.url_list.len() > 1;
            let mut part = None;
            match found {
                Found::Fresh(_)
                | Found::Validate(..)
                | Found::ValidatePart(..)
                | Found::Nothing
                    if self.is_over(profile) =>
                {
                    return self.end_served();
                }
                Found::Fresh(StoredResponse { mut response, asker, received_ms, .. }) => {
                    self.is_from_network = false;
                    self.received_ms = received_ms;
                    let goes_on = profile.kept_redirects_carry_headers && response.is_redirect();
                    self.kept_way.is_conditional = is_conditional(&asker.carried);
                    self.kept_way.carried = goes_on.then_some(asker.carried);
                    if self.request.method == "HEAD" {
                        response.body = Body::default();
                    }
                    return self.finish_http_fetch(response, agent, now_ms);
                }
                // Where redirects of the network are not looked up, the whole way is gone again.
                Found::Validate(conditions, _) if self.is_led_here_by_the_cache(profile) => {
                    return self.go_again(conditions, agent, now_ms);
                }
                Found::StaleWhileRevalidate(response, conditions) => {
                    self = match self.serve(response, agent, now_ms) {
                        ControlFlow::Continue(fetch) => fetch,
                        ControlFlow::Break(next) => return next,
                    };
                    validates = !conditions.is_empty();
                    append_revalidation(&mut headers, conditions, profile);
                }
                Found::Validate(conditions, _) => {
                    validates = true;
                    headers.append_all(conditions);
                }
                Found::ValidatePart(conditions, wanted) => {
                    validates = true;
                    part = Some(wanted);
                    // A file that is kept as a whole, and asked for as one, was found before.
                    headers.set("Range", wanted.range());
                    headers.append_all(conditions);
                }
                // 11.1. Nothing is kept, and nothing may be sent.
                Found::Nothing
                    if self.request.cache == CacheMode::OnlyIfCached
                        && !profile.asks_though_only_cached =>
                {
                    return self.fail(Cause::NetworkFailure, Stage::Response, None, agent);
                }
                Found::Nothing => {}
            }
            if !is_about_another && (self.is_from_network || !self.starts_anew(profile)) {
                let asker = Asker::of(&self.request, self.is_kept_in_memory);
                self.cache_use = Some(CacheUse { key, sent, asker, validates, part });
            }
        }
        if self.is_over(profile) && self.cache_use.is_none() {
            return self.end_served();
        }
        // 11.1. The same where nothing can be kept.
        if self.cache_use.is_none()
            && self.request.cache == CacheMode::OnlyIfCached
            && !profile.asks_though_only_cached
        {
            return self.fail(Cause::NetworkFailure, Stage::Response, None, agent);
        }
        if !profile.checks_local_network_before_cache {
            if let Err(cause) = self.check_local_network_access(agent) {
                return self.fail(cause, Stage::Request, None, agent);
            }
        }
        // 11.2. Send.
        // MISSING: 15 to 18. 401, 407 and 421: the host's.
        let request = &self.request;
        let message = HttpRequest {
            method: request.method.clone(),
            url: as_sent(request.current_url(), profile),
            headers,
            body: request.body.as_ref().map(|body| body.content.clone()).unwrap_or_default(),
            is_streamed: request.body.as_ref().is_some_and(|body| body.is_stream),
            is_preflight: false,
            is_credentialed: self.includes_credentials(),
        };
        Next::Send(message, Wait { fetch: self, at: Point::Response })
    }

    fn check_local_network_access(&mut self, agent: &UserAgent) -> Result<(), Cause> {
        local_network_access_check(&self.request, agent, false, &mut self.remarks)
    }

    /// The second half: takes in an answer from the network.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch>
    pub(in crate::agent) fn receive(
        mut self: Box<Self>,
        mut response: Response,
        agent: &mut UserAgent,
        now_ms: u64,
    ) -> Next {
        self.is_from_network = true;
        self.received_ms = now_ms;
        self.learn_of_tls(&response, agent, now_ms);
        self.store_cookies(&response, agent, now_ms);
        let is_credentialed = self.includes_credentials();
        self.clear_site_data(&response, is_credentialed, agent, now_ms);
        // 11.3. What changes something makes what is kept of it void.
        if !agent.http_cache.is_empty() && self.makes_void(&response, agent) {
            if let Some(key) = self.voided_key(agent) {
                agent.http_cache.remove(&key);
                if let Some(moved) = self.voided_location(&response, agent) {
                    agent.http_cache.remove_persistent(&key.of_url(&moved));
                }
            }
        }
        self = match self.take_revalidated(&response, agent, now_ms) {
            ControlFlow::Continue(fetch) => fetch,
            ControlFlow::Break(next) => return next,
        };
        // 11.4. What is kept still holds: it is the answer, with what is new about it.
        let validated = match response.status {
            304 => self.cache_use.take_if(|asked| asked.validates),
            _ => None,
        };
        if let Some(asked) = validated {
            let kept = agent.http_cache.freshen(&asked.key, &asked.sent, &response, now_ms);
            // Script sees the answer to a condition of its own as it came.
            if let Some(kept) = kept.filter(|_| !is_conditional(&self.request.headers)) {
                let is_asked_for = asked.sent.contains("Range");
                let part = asked.part.and_then(|part| part.cut(&kept.response, is_asked_for));
                response = part.unwrap_or(kept.response);
            }
        } else if let Some(asked) = self.cache_use.take_if(|asked| asked.part.is_some()) {
            // Another file than that of which a part is kept; an error spares it.
            if matches!(response.status, 200 | 206 | 416) {
                agent.http_cache.remove(&asked.key);
            }
        }
        // An answer without a body takes the place of what was asked about, and is nothing to keep but for its like.
        let is_kept_apart = self.request.method == "HEAD" && agent.profile.keeps_answers_to_head;
        if self.request.method == "HEAD" && !is_kept_apart && response.status != 304 {
            if let Some(asked) = self.cache_use.take_if(|asked| asked.validates) {
                agent.http_cache.remove(&asked.key);
            }
        }
        // What was asked on script's own condition is nothing to keep.
        if response.status == 304 || (self.request.method != "GET" && !is_kept_apart) {
            self.cache_use = None;
        }
        // 11.5. What is new takes the place of what was kept: by some browsers whatever the page may see of it.
        if agent.profile.refused_answers_make_void {
            if let Some(asked) = &self.cache_use {
                agent.http_cache.remove(&asked.key);
            }
        }
        if self.is_kept_if_refused(&response, agent.profile) {
            self.keep(&response, agent, now_ms);
        }
        self.finish_http_fetch(response, agent, now_ms)
    }

    /// The end of an HTTP-network fetch; all before it is the host's.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-http-network-fetch>
    pub(super) fn store_cookies(
        &mut self,
        response: &Response,
        agent: &mut UserAgent,
        now_ms: u64,
    ) {
        // MISSING: 2 to 8. The connection, and what goes over it: the transport's.
        // 17. Cookies are stored whether script may read the answer or not.
        // Who is to sign in is so before the handshake has failed.
        let is_failed_handshake = self.request.initiator == Initiator::WebSocket
            && !matches!(response.status, 101 | 401)
            && !agent.profile.stores_cookies_of_failed_handshakes;
        if self.includes_credentials()
            && !is_failed_handshake
            && response.headers.contains("Set-Cookie")
        {
            let request = &self.request;
            let situation = agent.cookie_situation(&request.client, &request.url_list, now_ms);
            let (mut issues, mut blocked) = (Vec::new(), Vec::new());
            for line in response.headers.lines("Set-Cookie") {
                agent.cookies.store(line, &situation, &mut issues);
                if situation.blocks_everything() {
                    blocked.push(CookieIssue::StorageBlocked { url: situation.url.clone() });
                }
            }
            issues.extend(blocked);
            self.remarks.extend(issues.into_iter().map(Remark::Cookie));
        }
        // MISSING: 18. The body, and its codings: the transport's.
    }

    /// Goes the whole way again, and asks by these conditions whether what it led to still holds.
    fn go_again(
        mut self: Box<Self>,
        conditions: HeaderList,
        agent: &mut UserAgent,
        now_ms: u64,
    ) -> Next {
        self.kept_way.conditions = Some(conditions);
        self.kept_way.judged_origin = Some(serialize_a_request_origin(&self.request, agent).into());
        self.request.start_again();
        self.main_fetch(agent, now_ms)
    }

    /// Goes on with the headers of whoever asked first for the kept redirect that led here, where a browser
    /// keeps them with it; by CORS a request has its own.
    fn append_carried(&mut self, headers: &mut HeaderList) {
        let carried = self.kept_way.carried.take();
        let Some(carried) = carried.filter(|_| self.request.tainting != Tainting::Cors) else {
            return;
        };
        headers.delete("Origin");
        let has_crossed = self.request.just_crossed();
        for (name, value) in carried.iter() {
            let is_of_origin =
                ["Authorization", "Origin"].iter().any(|n| name.eq_ignore_ascii_case(n));
            let is_condition =
                ["If-Modified-Since", "If-None-Match"].iter().any(|n| name.eq_ignore_ascii_case(n));
            let stays_behind = is_condition || has_crossed && is_of_origin;
            if !stays_behind && !headers.contains(name) {
                headers.append(name.to_owned(), value);
            }
        }
    }
}

/// The lines that a browser adds to most requests.
const ADDED_LINES: usize = 12;
