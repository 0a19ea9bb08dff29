//! The part that the HTTP cache plays in a fetch: what it may answer, what it keeps, and what it forgets.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use url::Url;

use super::condition::Condition;
use super::main_fetch::Fetch;
use super::main_fetch::Point;
use super::main_fetch::Wait;
use super::redirect::location_url;
use super::request_origin::serialize_a_request_origin;
use crate::agent::cache::http::directives::Directives;
use crate::agent::cache::http::freshness::is_reusable;
use crate::agent::cache::http::range::ByteRange;
use crate::agent::cache::http::range::is_part_kept;
use crate::agent::cache::http::store::Found;
use crate::agent::cache::http::store::Key;
use crate::agent::cache::http::stored_response::StoredResponse;
use crate::agent::cache::http::stored_response::asks_past_the_cache;
use crate::agent::cache::http::stored_response::is_conditional;
use crate::agent::check::cors::cors_check;
use crate::agent::check::mime_type::block_by_head;
use crate::agent::check::mime_type::is_octet_stream;
use crate::agent::check::mime_type::is_sniffed;
use crate::agent::check::mime_type::opaque_response_block;
use crate::agent::client::Global;
use crate::agent::profile::AnsweredFromCache;
use crate::agent::profile::HttpCachePartition;
use crate::agent::profile::Invalidation;
use crate::agent::profile::KeptIfRefused;
use crate::agent::profile::Profile;
use crate::agent::profile::RangesInCache;
use crate::agent::request::CacheMode;
use crate::agent::request::Initiator;
use crate::agent::request::RedirectMode;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;
use crate::agent::request::Tainting;
use crate::agent::response::Response;
use crate::agent::user_agent::UserAgent;
use crate::wire::HeaderList;
use crate::wire::Origin;
use crate::wire::isomorphic_decode;

impl Fetch {
    /// Whether the HTTP cache has a part in this request.
    pub(super) fn may_be_kept(
        &self,
        mode: CacheMode,
        headers: &HeaderList,
        profile: &Profile,
    ) -> bool {
        let is_answered = match &*self.request.method {
            "GET" => true,
            "HEAD" => {
                profile.answered_from_cache == AnsweredFromCache::GetHeadAndForced
                    || profile.keeps_answers_to_head
            }
            "DELETE" | "PATCH" | "PUT" => {
                profile.answered_from_cache == AnsweredFromCache::GetHeadAndForced
                    && mode == CacheMode::ForceCache
                    && (self.request.method != "PUT" || self.request.body.is_some())
            }
            _ => false,
        };
        let is_whole = match profile.ranges_in_cache {
            RangesInCache::PassBy => !headers.contains("Range"),
            RangesInCache::FromStart => headers.lines("Range").all(|range| range == FROM_START),
            RangesInCache::Apart => true,
            RangesInCache::Parts => headers
                .lines("Range")
                .all(|range| ByteRange::parse(range).is_some() && !is_conditional(headers)),
        };
        is_answered && mode != CacheMode::NoStore && is_whole
    }

    /// What is kept for this request.
    pub(super) fn look_up(
        &self,
        key: &Key,
        sent: &HeaderList,
        mode: CacheMode,
        agent: &mut UserAgent,
        now_ms: u64,
    ) -> Found {
        let (profile, cache) = (agent.profile, &mut agent.http_cache);
        let part =
            match profile.ranges_in_cache == RangesInCache::Parts && self.request.method == "GET" {
                true => cache.look_up_part(key, sent, mode, now_ms, profile),
                false => None,
            };
        part.unwrap_or_else(|| cache.look_up(key, sent, mode, now_ms, profile))
    }

    /// Whether an answer is a part of a file that cannot be kept, or says that there is none.
    fn is_no_part_to_keep(&self, response: &Response, profile: &Profile) -> bool {
        let range = self.request.headers.get("Range");
        let asked = range.as_deref().and_then(ByteRange::parse);
        profile.ranges_in_cache == RangesInCache::Parts
            && match response.status {
                206 => !is_part_kept(response, asked),
                416 => asked.is_some(),
                _ => false,
            }
    }

    /// Whether what is kept may answer this request.
    pub(super) fn may_be_answered_from_cache(
        &self,
        mode: CacheMode,
        key: &Key,
        headers: &HeaderList,
        agent: &UserAgent,
    ) -> bool {
        let profile = agent.profile;
        let is_what_script_means = self.condition(profile) == Condition::RenewsOthers
            && agent.http_cache.has(key, &self.request.headers);
        // What is asked on a condition is not about what is kept, unless script wants it at any price.
        let at_any_price = matches!(mode, CacheMode::ForceCache | CacheMode::OnlyIfCached)
            && !profile.conditions_pass_by_kept_answers;
        let is_led_here = self.request.url_list.len() > 1 && self.is_from_network;
        (!is_led_here || profile.looks_up_redirected_requests)
            && (!is_conditional(headers) || at_any_price || is_what_script_means)
    }

    /// Whether a kept redirect led here, where what the network leads to is not looked up.
    pub(super) fn is_led_here_by_the_cache(&self, profile: &Profile) -> bool {
        self.request.url_list.len() > 1
            && !profile.looks_up_redirected_requests
            && !self.starts_anew(profile)
    }

    /// Whether the request starts anew, past the cache, since a redirect takes it where credentials for its own
    /// origin do not belong.
    pub(super) fn starts_anew(&self, profile: &Profile) -> bool {
        profile.redirects_from_home_start_anew
            && self.request.url_list.len() > 1
            && self.kept_way.had_credentials_at_home
            && self.request.tainting != Tainting::Basic
    }

    /// What is kept, as far as this request takes notice of it.
    pub(super) fn as_noticed(&self, found: Found, profile: &Profile) -> Found {
        match &found {
            Found::Fresh(StoredResponse { asker, .. }) | Found::Validate(_, asker)
                if profile.navigations_notice_only_navigations
                    && self.request.mode == RequestMode::Navigate
                    && asker.mode != RequestMode::Navigate =>
            {
                Found::Nothing
            }
            _ if self.starts_anew(profile) => Found::Nothing,
            Found::Fresh(StoredResponse { response, .. }) if response.is_redirect() => found,
            Found::Fresh(StoredResponse { asker, .. }) | Found::Validate(_, asker)
                if profile.images_of_insecure_pages_are_kept_apart
                    && self.request.initiator.is_image()
                    && self.request.client.origin.scheme() == "http"
                    && matches!(asker.initiator, Initiator::Fetch | Initiator::Xhr) =>
            {
                Found::Nothing
            }
            _ => found,
        }
    }

    /// Whether an answer makes void what is kept of its URL.
    ///
    /// Spec: <https://httpwg.org/specs/rfc9111.html#invalidation>
    pub(super) fn makes_void(&self, response: &Response, agent: &UserAgent) -> bool {
        let method = &*self.request.method;
        let is_unsafe = !matches!(method, "GET" | "HEAD" | "OPTIONS");
        let is_error = !(200..=399).contains(&response.status);
        let may_store = self.cache_mode(agent.profile) != CacheMode::NoStore;
        match agent.profile.invalidation {
            Invalidation::UnsafeSuccess => is_unsafe && !is_error,
            Invalidation::UnsafeSuccessOfBodies => {
                let passes_by = match method {
                    "PUT" if self.request.body.is_none() => true,
                    "POST" => asks_past_the_cache(&self.request.headers),
                    "DELETE" | "PATCH" | "PUT" => is_conditional(&self.request.headers),
                    _ => true,
                };
                !is_error && !passes_by && may_store
            }
            Invalidation::Unsafe => is_unsafe,
            Invalidation::AnythingReceived => {
                let origin = serialize_a_request_origin(&self.request, agent);
                let is_shared = self.request.tainting != Tainting::Cors
                    || cors_check(&response.headers, origin, self.request.credentials).is_ok();
                method != "GET" && !response.is_redirect() && may_store && is_shared
            }
        }
    }

    /// The headers that an answer may vary by: those that are sent, and by some browsers the cookies that are not.
    pub(super) fn varied_by(
        &self,
        headers: &HeaderList,
        agent: &mut UserAgent,
        now_ms: u64,
    ) -> HeaderList {
        let mut varied = headers.clone();
        if agent.profile.varies_by_unsent_cookies
            && !agent.cookies.is_empty()
            && !headers.contains("Cookie")
        {
            let request = &self.request;
            let situation = agent.cookie_situation(&request.client, &request.url_list, now_ms);
            if let Some(cookies) = agent.cookies.header(&situation, &mut Vec::new()) {
                varied.append("Cookie", cookies);
            }
        }
        varied
    }

    /// What an answer is kept by; `None` if none is kept.
    pub(super) fn http_cache_key(&self, agent: &UserAgent) -> Option<Key> {
        self.key(agent, Purpose::Use)
    }

    /// What is forgotten where a request makes void what is kept.
    pub(super) fn voided_key(&self, agent: &UserAgent) -> Option<Key> {
        self.key(agent, Purpose::Invalidation)
    }

    /// Where an answer that makes void what is kept says that it can be seen.
    ///
    /// Spec: <https://httpwg.org/specs/rfc9111.html#invalidation>
    pub(super) fn voided_location(&self, response: &Response, agent: &UserAgent) -> Option<Url> {
        let location = location_url(&self.request, response, agent.profile).ok().flatten()?;
        let is_same_host = location.host() == self.request.current_url().host();
        (agent.profile.invalidates_location && is_same_host).then_some(location)
    }

    fn key(&self, agent: &UserAgent, purpose: Purpose) -> Option<Key> {
        let (profile, client) = (agent.profile, &self.request.client);
        let target = self.request.current_url();
        let is_foreign = || {
            client.has_cross_site_ancestor
                || !agent.are_same_site(&client.top_level, &client.origin)
        };
        let page = agent.parts_of_site(&client.top_level);
        let is_of_frame = self.request.mode == RequestMode::Navigate;
        let mut partition = String::new();
        match profile.http_cache_partition {
            HttpCachePartition::None => {}
            HttpCachePartition::TopLevel => partition.extend(page),
            // What frames show is kept by what it is, whoever asked for it.
            HttpCachePartition::Frame if is_of_frame && client.nonce.is_none() => {
                let of_document = Origin::of(target);
                let document = agent.parts_of_site(&of_document).concat();
                partition = [&*page.concat(), " frame ", &*document].concat();
            }
            HttpCachePartition::Frame if client.origin.is_opaque() || client.nonce.is_some() => {
                // What its elements load is in its memory, and only there.
                let Request { initiator, mode, credentials, .. } = self.request;
                let is_in_memory =
                    matches!(initiator, Initiator::Script | Initiator::Style | Initiator::Font);
                if !is_in_memory || client.nonce.is_some() {
                    return None;
                }
                let page = page.concat();
                partition = format!("{page} {initiator:?} {mode:?} {credentials:?}");
            }
            HttpCachePartition::Frame => {
                let [scheme, colon, host] = match client.origin == client.top_level {
                    true => page,
                    false => agent.parts_of_site(&client.origin),
                };
                partition = [page[0], page[1], page[2], " ", scheme, colon, host].concat();
            }
            HttpCachePartition::ForeignAncestor => {
                partition.extend(page);
                let is_pages_site = agent.are_schemelessly_same_site(&client.top_level, target);
                if is_pages_site && is_foreign() {
                    partition.push_str(" in a frame");
                }
            }
        }
        if let Some(nonce) = &client.nonce {
            partition.push(' ');
            partition.push_str(nonce);
        }
        let by_script = matches!(self.request.initiator, Initiator::Fetch | Initiator::Xhr)
            || self.request.is_intercepted();
        if profile.keeps_answers_of_script_apart
            && by_script
            && purpose == Purpose::Use
            && (is_foreign() || !agent.are_schemelessly_same_site(&client.top_level, target))
        {
            partition.push_str(" script");
        }
        if profile.keeps_answers_to_head && self.request.method == "HEAD" {
            partition.push_str(" HEAD");
        }
        if profile.ranges_in_cache == RangesInCache::Apart && purpose == Purpose::Use {
            if let Some(range) = self.request.headers.get("Range") {
                partition.push(' ');
                partition.push_str(&isomorphic_decode(&range));
            }
        }
        let with_credentials =
            profile.keeps_credentialed_answers_apart && self.includes_credentials();
        Some(Key::new(partition, with_credentials, self.request.current_url()))
    }

    /// Whether an answer is kept even if CORS refuses it.
    pub(super) fn is_kept_if_refused(&self, response: &Response, profile: &Profile) -> bool {
        if response.is_redirect() {
            return profile.keeps_refused_redirects;
        }
        let request = &self.request;
        let by_worker = request.is_intercepted()
            || (request.client.global != Global::Window && request.initiator == Initiator::Fetch);
        let is_by_cors = request.tainting == Tainting::Cors;
        match profile.keeps_refused_answers {
            KeptIfRefused::Never => false,
            KeptIfRefused::IfSniffed => {
                let initiator = request.initiator;
                let is_text = initiator.is_classic_script()
                    || initiator.is_module()
                    || initiator.is_sheet()
                    || initiator == Initiator::Track;
                let is_any = matches!(initiator, Initiator::Xhr | Initiator::JsonModule)
                    || (request.is_preload && initiator != Initiator::ModuleScript);
                let waits = is_any || (is_text && !is_octet_stream(&response.headers));
                let is_of_frame = request.mode == RequestMode::Navigate;
                is_of_frame || waits && is_by_cors && !by_worker && is_sniffed(&response.headers)
            }
            // What its resource policy or its type refuses is not.
            KeptIfRefused::NotOfWorkersFetch => {
                is_by_cors && !by_worker && block_by_head(request, response, profile).is_none()
            }
            KeptIfRefused::Always => true,
        }
    }

    /// Whether an answer would be kept, as far as its head tells.
    pub(in crate::agent) fn would_keep(&self, head: &Response) -> bool {
        self.cache_use.is_some()
            && head.status != 304
            && self.request.method == "GET"
            && !Directives::of(&head.headers).no_store
    }

    /// Keeps an answer, if it came from the network and has not been kept yet.
    pub(in crate::agent) fn keep(
        &mut self,
        response: &Response,
        agent: &mut UserAgent,
        now_ms: u64,
    ) {
        let Some(mut asked) = self.cache_use.take() else { return };
        let profile = agent.profile;
        if response.is_redirect() && profile.kept_redirects_carry_headers {
            let own = &self.request.headers;
            asked.asker.carried.clone_from(&asked.sent);
            asked.asker.carried.retain(|name, _| {
                own.contains(name) || CARRIED.iter().any(|n| name.eq_ignore_ascii_case(n))
            });
        }
        let is_manual = response.is_redirect()
            && self.request.redirect == RedirectMode::Manual
            && !profile.keeps_manual_redirects;
        if self.request.initiator.is_media() && !profile.keeps_media {
            return;
        }
        let is_never_kept = response.body.is_elsewhere()
            || self.forbids_to_keep(profile)
            || self.is_no_part_to_keep(response, profile)
            || (matches!(response.status, 425 | 429) && !profile.keeps_425_and_429)
            || is_manual
            || (!profile.keeps_opaque_data
                && opaque_response_block(&self.request, response, profile).is_some())
            || (profile.keeps_only_what_is_reusable && !is_reusable(response, now_ms, profile));
        match is_never_kept {
            true => agent.http_cache.remove(&asked.key),
            false => agent.http_cache.store(asked.key, &asked.sent, asked.asker, response, now_ms),
        }
    }
}

impl Wait {
    /// Whether the body of an answer must be there before the fetch goes on: what it says matters, or the HTTP
    /// cache keeps it. Of any other the head is enough, and the body may stay [elsewhere](crate::agent::Body::elsewhere).
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::api::{FetchInit, PageRequest};
    /// use crosscheck::agent::{Body, Next, Profile, Response, UserAgent, start};
    /// use crosscheck::wire::Origin;
    ///
    /// let mut browser = UserAgent::new(&Profile::CHROMIUM);
    /// let page = Origin::parse("https://app.example").unwrap();
    /// let asked = PageRequest::fetch("https://app.example/log", FetchInit::default());
    /// let request = asked.set_up(&browser, &page).unwrap();
    /// let Next::Send(_, wait) = start(request, &mut browser, 0) else { unreachable!() };
    ///
    /// // A gigabyte that nobody keeps: whoever reads it, streams it.
    /// let headers = [("Cache-Control", "no-store")].into_iter().collect();
    /// let answer = Response { status: 200, headers, body: Body::elsewhere(Some(1 << 30)) };
    /// assert!(!wait.needs_body(&answer));
    /// let Next::Done(outcome) = wait.resume(Some(answer), &mut browser, 0) else { unreachable!() };
    /// assert!(outcome.result.unwrap().body.is_elsewhere());
    /// ```
    pub fn needs_body(&self, head: &Response) -> bool {
        let fetch = &self.fetch;
        let is_of_element = fetch.request.initiator.is_element();
        let is_judged = is_of_element || fetch.request.integrity.is_some();
        matches!(self.at, Point::Response) && (is_judged || fetch.would_keep(head))
    }
}

/// What goes on by a kept redirect beside what script set.
const CARRIED: [&str; 5] =
    ["Cache-Control", "If-Modified-Since", "If-None-Match", "Origin", "Pragma"];

/// A range that is everything.
const FROM_START: &[u8] = b"bytes=0-";

/// For what a key is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    /// To look up and to keep.
    Use,
    /// To forget: Firefox, which keeps third parties' answers apart, has a first party's in mind then.
    Invalidation,
}
