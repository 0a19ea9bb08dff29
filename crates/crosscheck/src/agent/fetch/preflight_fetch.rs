//! CORS-preflight fetch: what is asked, and what follows from the answer.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::cache_mode::append_cache_mode;
use super::cache_mode::cache_control;
use super::fetch_metadata::append_the_fetch_metadata_headers_of_a_preflight;
use super::main_fetch::Fetch;
use super::main_fetch::HttpRequest;
use super::main_fetch::Next;
use super::main_fetch::Point;
use super::main_fetch::Wait;
use super::referrer::append_referrer;
use super::request_origin::preflight_origin;
use super::sent_headers::add_defaults;
use super::storage_access::storage_access;
use super::url_as_sent::as_sent;
use crate::agent::body::Body;
use crate::agent::cause::Cause;
use crate::agent::cause::Stage;
use crate::agent::check::preflight::judge_preflight;
use crate::agent::check::preflight::preflight_headers;
use crate::agent::check::safelist::cors_unsafe_request_header_names;
use crate::agent::local_network::access::local_network_access_check;
use crate::agent::profile::PreflightBypass;
use crate::agent::profile::Profile;
use crate::agent::profile::StickyPreflight;
use crate::agent::request::CacheMode;
use crate::agent::request::Initiator;
use crate::agent::response::Response;
use crate::agent::user_agent::UserAgent;
use crate::wire::is_cors_safelisted_method;
use crate::wire::is_request_body_header_name;

impl Fetch {
    /// Makes the preflight: to the same URLs, without credentials.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>
    pub(in crate::agent) fn cors_preflight_fetch(
        mut self: Box<Self>,
        unsafe_names: Vec<String>,
        agent: &mut UserAgent,
        now_ms: u64,
    ) -> Next {
        if self.refuses_to_connect(agent) {
            return self.fail(Cause::NetworkFailure, Stage::Preflight, None, agent);
        }
        let checked = local_network_access_check(&self.request, agent, true, &mut self.remarks);
        if let Err(cause) = checked {
            return self.fail(cause, Stage::Preflight, None, agent);
        }
        // What the network leads elsewhere by itself counts as a redirect, too.
        if self.is_led_to_tls(agent, now_ms) {
            return self.fail(Cause::PreflightRedirect, Stage::Preflight, None, agent);
        }
        let request = &self.request;
        // 1. The preflight is a request of its own: `OPTIONS`, mode cors, no credentials.
        let mut headers = preflight_headers(&request.method, &unsafe_names);
        add_defaults(&mut headers, request.initiator, agent);
        let is_told_as_before =
            agent.profile.preflights_tell_first_referrer && request.url_list.len() > 1;
        append_referrer(
            &mut headers,
            match is_told_as_before {
                true => &request.initial_referrer,
                false => &request.referrer,
            },
        );
        headers.append("Origin", preflight_origin(request, agent));
        append_the_fetch_metadata_headers_of_a_preflight(&mut headers, request, agent);
        if agent.profile.preflight_bypass != PreflightBypass::Never {
            append_cache_mode(&mut headers, self.cache_mode(agent.profile));
        }
        if let Some(access) = storage_access(request, agent, true) {
            headers.append_static("Sec-Fetch-Storage-Access", access.name());
        }
        let message = HttpRequest {
            method: "OPTIONS".into(),
            url: as_sent(request.current_url(), agent.profile),
            headers,
            body: Body::default(),
            is_streamed: false,
            is_preflight: true,
            is_credentialed: false,
        };
        // 6. Send it past the service worker.
        Next::Send(message, Wait { fetch: self, at: Point::Preflight { unsafe_names } })
    }

    /// The second half of a preflight: the answer.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>
    pub(in crate::agent) fn finish_preflight(
        mut self: Box<Self>,
        unsafe_names: &[String],
        response: &Response,
        agent: &mut UserAgent,
        now_ms: u64,
    ) -> Next {
        self.learn_of_tls(response, agent, now_ms);
        self.clear_site_data(response, false, agent, now_ms);
        let origin = preflight_origin(&self.request, agent);
        let request_is_opaque = self.request.origin.is_opaque();
        let (grant, verdict) =
            judge_preflight(&self.request, unsafe_names, origin, response, agent.profile);
        let is_remembered = match origin {
            "null" if request_is_opaque => agent.profile.remembers_for_opaque_origins,
            "null" => agent.profile.remembers_for_tainted_origins,
            _ => true,
        };
        let is_remembered = is_remembered
            && (agent.profile.preflight_bypass != PreflightBypass::ByValidation
                || self.cache_mode(agent.profile) != CacheMode::NoStore);
        if let Some(grant) = grant.filter(|_| is_remembered) {
            let is_authorization = |name: &String| name.eq_ignore_ascii_case("authorization");
            if verdict.is_ok()
                && unsafe_names.iter().any(is_authorization)
                && !grant.header_names.contains("authorization")
            {
                self.authorization_by_wildcard.push(self.request.current_url().clone());
            }
            // 7.12 to 7.15. What it allowed is remembered.
            let key = self.cache_key(agent);
            agent.preflight_cache.store(&key, grant, agent.profile, now_ms);
        }
        // 8. Else it failed.
        match verdict {
            Ok(()) => self.http_network_or_cache_fetch(agent, now_ms),
            Err(cause) => {
                let meanwhile = agent.profile.refused_preflights_revalidate.then(|| self.clone());
                match (self.fail(cause, Stage::Preflight, Some(response), agent), meanwhile) {
                    (Next::Done(refused), Some(mut fetch)) => {
                        fetch.served = Some(refused);
                        fetch.http_network_or_cache_fetch(agent, now_ms)
                    }
                    (next, _) => next,
                }
            }
        }
    }

    /// Whether the cache mode asks for a preflight, whatever is remembered.
    pub(in crate::agent) fn bypasses_preflight_cache(&self, profile: &Profile) -> bool {
        let mode = self.cache_mode(profile);
        match profile.preflight_bypass {
            PreflightBypass::Never => false,
            PreflightBypass::ByReload => matches!(mode, CacheMode::Reload | CacheMode::NoStore),
            PreflightBypass::ByValidation => cache_control(mode).is_some(),
        }
    }

    /// Remembers, for browsers that hold to it on every hop, what the first request needed.
    pub(in crate::agent) fn note_what_needs_a_preflight(&mut self, profile: &Profile) {
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
                    Some(value) => headers.set("Content-Type", value.into_owned()),
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
    pub(in crate::agent) fn unsafe_names(&self, profile: &Profile) -> Vec<String> {
        let request = &self.request;
        let Some(names) = &request.first_unsafe_names else {
            return cors_unsafe_request_header_names(&request.headers, profile);
        };
        let crossed = request.just_crossed();
        // The type of XHR's body stays, where script did not say it.
        let is_kept = |name: &str| {
            request.initiator == Initiator::Xhr
                && request.content_type_of_body
                && name.eq_ignore_ascii_case("content-type")
        };
        let is_stripped = |name: &str| {
            profile.sticky_preflight == StickyPreflight::FirstNamesLessStripped
                && request.initiator != Initiator::Beacon
                && ((crossed && name.eq_ignore_ascii_case("authorization"))
                    || (request.just_rewritten
                        && !is_kept(name)
                        && is_request_body_header_name(name)))
        };
        names.iter().filter(|name| !is_stripped(name)).cloned().collect()
    }
}
