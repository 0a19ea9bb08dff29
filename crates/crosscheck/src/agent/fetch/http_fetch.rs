//! HTTP fetch: a request goes out, its answer comes in and is judged on every hop.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use url::Url;

use super::filtered_response::filter;
use super::filtered_response::opaque_redirect;
use super::main_fetch::Fetch;
use super::main_fetch::Next;
use super::redirect::judge_location_credentials;
use super::redirect::location_url;
use super::redirect::redirect_location;
use super::redirect::turn_to;
use super::request_origin::serialize_a_request_origin;
use crate::agent::cache::preflight::Asked;
use crate::agent::cause::Cause;
use crate::agent::cause::Failure;
use crate::agent::cause::Stage;
use crate::agent::check::cors::cors_check;
use crate::agent::check::embedder_policy::allows_credentials;
use crate::agent::check::embedder_policy::frame_block;
use crate::agent::check::mime_type::block_by_body;
use crate::agent::check::mime_type::block_by_head;
use crate::agent::check::mime_type::type_mismatch;
use crate::agent::check::mime_type::type_mismatch_of_any;
use crate::agent::check::resource_policy::cross_origin_resource_policy_check;
use crate::agent::check::timing::tao_check;
use crate::agent::integrity::integrity_mismatch;
use crate::agent::integrity::names_a_digest;
use crate::agent::profile::Profile;
use crate::agent::remark::Remark;
use crate::agent::request::CredentialsMode;
use crate::agent::request::Initiator;
use crate::agent::request::RedirectMode;
use crate::agent::request::RequestMode;
use crate::agent::request::Tainting;
use crate::agent::response::Response;
use crate::agent::user_agent::UserAgent;
use crate::wire::delta_seconds;

impl Fetch {
    /// Asks first, if need be, then sends.
    ///
    /// In: the header names to ask for, if a preflight is needed at all.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-http-fetch>
    pub(in crate::agent) fn http_fetch(
        mut self: Box<Self>,
        agent: &mut UserAgent,
        now_ms: u64,
        needs_preflight: Option<Vec<String>>,
    ) -> Next {
        self.kept_way.not_gone = None;
        // What blocks cookies is heard of before a preflight is thought of.
        if self.includes_credentials() {
            let request = &self.request;
            let is_document = request.mode == RequestMode::Navigate;
            let (client, url_list) = (&request.client, &request.url_list);
            let issues = agent.blocked_cookies(client, url_list, is_document, now_ms);
            self.remarks.extend(issues.into_iter().map(Remark::Cookie));
        }
        // MISSING: 3. Service workers, which no host has asked for yet.
        // 4.1. What a cached preflight covers needs no other.
        if let Some(unsafe_names) = needs_preflight {
            let request = &self.request;
            let asked = Asked {
                method: &request.method,
                use_cors_preflight: request.use_cors_preflight,
                credentials: request.is_credentialed(),
                header_names: &unsafe_names,
            };
            let (key, profile) = (self.cache_key(agent), agent.profile);
            if self.bypasses_preflight_cache(profile)
                || !agent.preflight_cache.covers(&key, asked, profile, now_ms)
            {
                return self.cors_preflight_fetch(unsafe_names, agent, now_ms);
            }
        }
        // MISSING: 4.2. Nor need they be kept out after a redirect.
        // 4.3. Send.
        self.http_network_or_cache_fetch(agent, now_ms)
    }

    /// The second half of HTTP fetch: the answer, checked on every hop before anything else.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-http-fetch>
    pub(in crate::agent) fn finish_http_fetch(
        mut self: Box<Self>,
        response: Response,
        agent: &mut UserAgent,
        now_ms: u64,
    ) -> Next {
        let request = &mut self.request;
        let origin = match &self.kept_way.judged_origin {
            Some(origin) => origin.clone(),
            None => serialize_a_request_origin(request, agent).into(),
        };
        // A browser that has forgotten a scheme refuses a redirect to it before anything else.
        if agent.profile.knows_no_ftp && response.is_redirect() {
            let location = location_url(request, &response, agent.profile).ok().flatten();
            if let Some(location) = location.filter(|location| location.scheme() == "ftp") {
                let cause = Cause::LocationScheme { location };
                return self.fail(cause, Stage::Response, Some(&response), agent);
            }
        }
        if agent.profile.judges_module_types_first
            && request.initiator.is_module()
            && request.initiator != Initiator::CssModule
            && !response.is_redirect()
        {
            if let Some(cause) = type_mismatch_of_any(request, &response, agent.profile) {
                return self.fail(cause, Stage::Response, Some(&response), agent);
            }
        }
        // 4.4. The CORS check.
        if request.tainting == Tainting::Cors && !request.has_come_home(agent.profile) {
            if let Err(cause) = cors_check(&response.headers, &origin, request.credentials) {
                if let Some((ahead, cause)) = self.led_to_mixed_content(&response, agent, now_ms) {
                    return ahead.fail(cause, Stage::Request, None, agent);
                }
                return self.fail(cause, Stage::Response, Some(&response), agent);
            }
        }
        // 4.5. The timing check, which one hop can spoil for good.
        if !tao_check(&response.headers, &origin, request.tainting == Tainting::Basic) {
            request.timing_allow_failed = true;
        }
        if agent.profile.judges_frames_before_resource_policy && !response.is_redirect() {
            if let Some(cause) = frame_block(request, &response.headers, agent.profile) {
                return self.fail(cause, Stage::Response, Some(&response), agent);
            }
        }
        // 5. What is not shared by CORS may still be kept to its own site.
        let is_embedded =
            request.tainting == Tainting::Opaque || request.mode == RequestMode::Navigate;
        if is_embedded
            && !cross_origin_resource_policy_check(
                agent,
                &self.request,
                &response.headers,
                self.includes_credentials(),
            )
        {
            return self.fail(Cause::ResourcePolicy, Stage::Response, Some(&response), agent);
        }
        self.keep(&response, agent, now_ms);
        if !agent.profile.keeps_redirects_not_gone && self.is_from_network && response.is_redirect()
        {
            self.kept_way.not_gone = self.http_cache_key(agent);
        }
        let request = &mut self.request;
        // 6.3. Redirects, by the request's mode.
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
                    if agent.profile.judges_location_of_manual_redirects {
                        if let Err(cause) = location_url(request, &response, agent.profile) {
                            return self.fail(cause, Stage::Response, Some(&response), agent);
                        }
                    }
                    let filtered = opaque_redirect(request, response);
                    return self.done(Ok(filtered));
                }
                RedirectMode::Follow => match self.http_redirect_fetch(&response, &origin, agent) {
                    Ok(true) => {
                        self.keep_redirect(&response, self.received_ms);
                        return self.main_fetch(agent, now_ms);
                    }
                    Ok(false) => {}
                    Err(cause) => {
                        return self.fail(cause, Stage::Response, Some(&response), agent);
                    }
                },
            }
        }
        self.keep_in_memory(&response, self.received_ms, agent);
        if let Some(cause) = frame_block(&self.request, &response.headers, agent.profile) {
            return self.fail(cause, Stage::Response, Some(&response), agent);
        }
        // What `integrity` says must be seen to be checked.
        if let Some(cause) = self.integrity_needs_cors(&response, agent.profile) {
            return self.fail(cause, Stage::Response, Some(&response), agent);
        }
        // Whether the answer is of a type that may be used, and can.
        let by_head = block_by_head(&self.request, &response, agent.profile);
        let by_type = type_mismatch(&self.request, &response, agent.profile);
        // A module of data is not read before its type is looked at.
        let is_data =
            matches!(self.request.initiator, Initiator::JsonModule | Initiator::CssModule);
        let is_unread = by_head.is_some() || (is_data && by_type.is_some());
        if is_unread && self.is_from_network && !agent.profile.keeps_what_is_of_another_type {
            if let Some(key) = self.http_cache_key(agent) {
                agent.http_cache.remove(&key);
            }
        }
        let block =
            by_head.or_else(|| block_by_body(&self.request, &response, agent.profile)).or(by_type);
        if let Some(cause) = block {
            return self.fail(cause, Stage::Response, Some(&response), agent);
        }
        if let Some(cause) = self.judge_by_memory() {
            return self.fail(cause, Stage::Response, None, agent);
        }
        if let Some(cause) = self.judge_integrity(&response, agent.profile) {
            return self.fail(cause, Stage::Response, Some(&response), agent);
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
        let is_preloaded_module = self.request.is_preload && self.request.initiator.is_module();
        let is_mask = self.request.initiator == Initiator::Mask;
        let as_if_credentialed = (is_preloaded_module
            && profile.judges_preloaded_redirects_with_credentials)
            || (is_mask && profile.judges_redirects_of_masks_with_credentials);
        if as_if_credentialed && self.request.tainting == Tainting::Cors {
            cors_check(&response.headers, origin, CredentialsMode::Include)?;
        }
        let mut late_failure = self.judge_redirect_late(response, origin, agent);
        if let Err(cause) = judge_location_credentials(&self.request, &location) {
            if !profile.judges_redirects_late || self.request.tainting != Tainting::Basic {
                return Err(cause);
            }
            let failure = self.failure(cause, Stage::Response, Some(response), agent);
            late_failure = Some(Box::new(failure));
            strip_credentials(&mut location);
        }
        let is_kept_redirect = matches!(response.status, 301 | 308) && !self.is_from_network;
        let is_insecure = self.request.current_url().scheme() != "https";
        self.kept_way.had_credentials_at_home =
            self.includes_credentials() && self.request.credentials == CredentialsMode::SameOrigin;
        turn_to(&mut self.request, response, location, profile)?;
        self.is_kept_in_memory = profile.keeps_permanently_moved_in_memory
            && is_insecure
            && (is_kept_redirect || self.is_kept_in_memory);
        self.kept_way.judged_origin = None;
        self.late_failure = late_failure;
        // 22. Who called goes on with the main fetch.
        Ok(true)
    }

    /// A second look at a redirect, by credentials as they stood at the start, that is acted on
    /// only when the next request is about to leave.
    fn judge_redirect_late(
        &self,
        response: &Response,
        origin: &str,
        agent: &UserAgent,
    ) -> Option<Box<Failure>> {
        let request = &self.request;
        let started_at_home = request.origin.is_of(request.initial_url());
        if !agent.profile.judges_redirects_late
            || !started_at_home
            || request.tainting != Tainting::Cors
            || request.credentials == CredentialsMode::Omit
        {
            return None;
        }
        cors_check(&response.headers, origin, CredentialsMode::Include)
            .err()
            .map(|cause| self.failure(cause, Stage::Response, Some(response), agent).into())
    }

    /// Whether what must be seen to be checked may not be.
    pub(super) fn integrity_needs_cors(
        &self,
        response: &Response,
        profile: &Profile,
    ) -> Option<Cause> {
        let is_unseen = self.request.tainting == Tainting::Opaque
            && response.is_ok()
            && self.names_integrity(profile)
            && !self.is_unjudged_preload(profile);
        is_unseen.then(|| {
            let length = response.headers.get("Content-Length");
            let length = length.and_then(|length| delta_seconds(&length));
            let length = length.or(response.body.length()).unwrap_or(0);
            Cause::IntegrityNeedsCors { length }
        })
    }

    /// Whether it says what the answer must be, be it in words that nobody understands.
    fn names_integrity(&self, profile: &Profile) -> bool {
        let integrity = self.request.integrity.as_deref().unwrap_or_default();
        let is_any =
            !profile.elements_ignore_unknown_digests || self.request.initiator == Initiator::Fetch;
        if is_any { !integrity.is_empty() } else { names_a_digest(integrity) }
    }

    /// Whether what came is none of what `integrity` says. An element makes nothing of an error's body anyway.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-main-fetch>
    pub(in crate::agent) fn judge_integrity(
        &self,
        response: &Response,
        profile: &Profile,
    ) -> Option<Cause> {
        // 23. The digest, which all of it is needed for.
        let request = &self.request;
        let is_unjudged = match request.is_preload {
            true => self.is_unjudged_preload(profile),
            false => request.initiator != Initiator::Fetch && !response.is_ok(),
        };
        let integrity = request.integrity.as_deref().filter(|_| !is_unjudged)?;
        let (algorithm, computed) = integrity_mismatch(integrity, &response.body)?;
        let length = response.body.length().unwrap_or(0);
        Some(Cause::IntegrityMismatch { algorithm, computed, length })
    }

    /// Whether it is a preload that is held to no digest: what script will be handed is judged then, and what has none
    /// never.
    fn is_unjudged_preload(&self, profile: &Profile) -> bool {
        let request = &self.request;
        let has_digests = match request.initiator {
            Initiator::Fetch | Initiator::Image => false,
            Initiator::Font => profile.preloaded_fonts_have_digests,
            _ => true,
        };
        request.is_preload && !(has_digests && profile.judges_preloads_by_integrity)
    }

    pub(in crate::agent) fn includes_credentials(&self) -> bool {
        if !allows_credentials(&self.request) {
            return false;
        }
        match self.request.credentials {
            CredentialsMode::Include => true,
            CredentialsMode::SameOrigin => self.request.tainting == Tainting::Basic,
            CredentialsMode::Omit => false,
        }
    }
}

fn strip_credentials(url: &mut Url) {
    // Both fail only for URLs without a host, which carry no credentials.
    let _ = url.set_username("");
    let _ = url.set_password(None);
}
