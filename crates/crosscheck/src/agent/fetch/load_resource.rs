//! ResourceLoad by way of the memory that the documents of a page share, as WebKit does it.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::sync::Arc;
use core::ops::ControlFlow;

use super::filtered_response::filter;
use super::main_fetch::Fetch;
use super::main_fetch::Next;
use crate::agent::cache::preload_entry::Loaded;
use crate::agent::cache::resource::Resource;
use crate::agent::cache::resource::RevalidationPolicy;
use crate::agent::cache::resource_load::ResourceLoad;
use crate::agent::cause::Cause;
use crate::agent::cause::Failure;
use crate::agent::cause::Stage;
use crate::agent::check::cors::cors_check;
use crate::agent::check::mime_type::block_by_head;
use crate::agent::check::mime_type::type_mismatch;
use crate::agent::check::resource_policy::cross_origin_resource_policy_check;
use crate::agent::request::CredentialsMode;
use crate::agent::request::Initiator;
use crate::agent::request::RequestMode;
use crate::agent::request::Tainting;
use crate::agent::response::Response;
use crate::agent::response::ResponseType;
use crate::agent::user_agent::UserAgent;
use crate::wire::HeaderList;

/// Whether a request carries conditions by which it asks about what is in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ConditionsOfMemory {
    /// Nothing is asked about.
    None,
    /// It does.
    Carried,
    /// A kept redirect has led it on without them; it asks past the HTTP cache.
    LeftBehind,
}

impl Fetch {
    /// Looks at what the page has in its memory first.
    pub(super) fn load_resource(mut self: Box<Self>, agent: &mut UserAgent, now_ms: u64) -> Next {
        let is_completing = agent.memory_cache.set_out(self.request.initial_url(), now_ms);
        let Some(loading) = ResourceLoad::of(&self.request) else {
            return self.main_fetch(agent, now_ms);
        };
        let policy = agent.memory_cache.determine_revalidation_policy(
            &loading,
            &self.request,
            agent.profile,
            agent.registrable_domain,
            now_ms,
            is_completing,
        );
        match policy {
            RevalidationPolicy::Load => self.loading = Some(Box::new(loading)),
            RevalidationPolicy::LoadAside => {}
            RevalidationPolicy::Revalidate(resource) => {
                self.revalidates = Some(resource);
                self.loading = Some(Box::new(loading));
            }
            RevalidationPolicy::Use(resource) => {
                return self.use_resource(&resource, agent, now_ms);
            }
            RevalidationPolicy::Update(resource) => {
                match self.update_resource(&resource, agent, now_ms) {
                    Ok(next) => return next,
                    Err(unfit) => self = unfit,
                }
            }
        }
        self.main_fetch(agent, now_ms)
    }

    /// Ends with what is there, as it was judged for who asked first.
    fn use_resource(
        mut self: Box<Self>,
        resource: &Resource,
        agent: &mut UserAgent,
        now_ms: u64,
    ) -> Next {
        self.tell_of_insecurity(agent, now_ms);
        self.is_reused = true;
        match &resource.result {
            Err(failure) => {
                let failure = failure.clone();
                self.done(Err(failure))
            }
            Ok(loaded) => {
                self.request.tainting = tainting(loaded.response_type);
                self.end_with(loaded, agent)
            }
        }
    }

    /// Ends with what is there, judged by the URL that was asked for; gives itself back if CORS refuses it.
    fn update_resource(
        mut self: Box<Self>,
        resource: &Resource,
        agent: &mut UserAgent,
        now_ms: u64,
    ) -> Result<Next, Box<Self>> {
        let Ok(loaded) = &resource.result else { return Err(self) };
        let request = &mut self.request;
        request.tainting = match request.mode {
            _ if request.is_at_home() => Tainting::Basic,
            RequestMode::NoCors => Tainting::Opaque,
            _ => Tainting::Cors,
        };
        let headers = &loaded.response.headers;
        // A mask is judged as if credentials went along.
        let credentials = match request.initiator {
            Initiator::Mask => CredentialsMode::Include,
            _ => request.credentials,
        };
        if request.tainting == Tainting::Cors
            && cors_check(headers, request.client.origin.serialize(), credentials).is_err()
        {
            self.request.tainting = Tainting::Basic;
            self.is_judged_by_memory = true;
            return Err(self);
        }
        self.tell_of_insecurity(agent, now_ms);
        self.is_reused = true;
        Ok(self.end_with(loaded, agent))
    }

    /// Whatever is insecure is told of again.
    fn tell_of_insecurity(&mut self, agent: &mut UserAgent, now_ms: u64) {
        if !self.request.is_preload && self.upgrade_or_block(agent, now_ms).is_err() {
            self.remarks.clear();
        }
    }

    fn end_with(mut self: Box<Self>, loaded: &Loaded, agent: &mut UserAgent) -> Next {
        let Loaded { response, url, timing_allowed, .. } = loaded;
        if url != self.request.current_url() {
            self.request.url_list.push(url.clone());
        }
        if self.request.mode == RequestMode::NoCors
            && !cross_origin_resource_policy_check(
                agent,
                &self.request,
                &response.headers,
                self.includes_credentials(),
            )
        {
            return self.fail(Cause::ResourcePolicy, Stage::Response, Some(response), agent);
        }
        self.request.timing_allow_failed = !timing_allowed;
        let cause = block_by_head(&self.request, response, agent.profile)
            .or_else(|| type_mismatch(&self.request, response, agent.profile))
            .or_else(|| self.judge_integrity(response, agent.profile));
        if let Some(cause) = cause {
            return self.fail(cause, Stage::Response, Some(response), agent);
        }
        let filtered = filter(&self.request, response.clone(), agent.profile);
        self.done(Ok(filtered))
    }

    /// Remembers a redirect that is followed.
    pub(super) fn keep_redirect(&mut self, redirect: &Response, received_ms: u64) {
        if let Some(loading) = &mut self.loading {
            let head = Response { body: Default::default(), ..redirect.clone() };
            loading.redirects.push((head, received_ms));
        }
    }

    /// Remembers an answer that may be used, whatever its type.
    pub(super) fn keep_in_memory(
        &mut self,
        response: &Response,
        received_ms: u64,
        agent: &mut UserAgent,
    ) {
        let Some(loading) = self.loading.take() else { return };
        let request = &self.request;
        let loaded = Loaded {
            response: response.clone(),
            response_type: match request.tainting {
                Tainting::Basic => ResponseType::Basic,
                Tainting::Cors => ResponseType::Cors,
                Tainting::Opaque => ResponseType::Opaque,
            },
            url: request.current_url().clone(),
            mode: request.mode,
            timing_allowed: !request.timing_allow_failed,
            received_ms: Some(received_ms),
            asked_anew_ms: None,
        };
        agent.memory_cache.add(*loading, request, Ok(loaded), agent.registrable_domain);
    }

    /// Remembers that a preload failed.
    pub(super) fn keep_failure(&mut self, failure: &Failure, agent: &mut UserAgent) {
        let Some(loading) = self.loading.take() else { return };
        // A module's redirect that only credentials made fail, where these do not make it a failure.
        let by_credentials = matches!(
            failure.cause,
            Cause::WildcardWithCredentials | Cause::AllowCredentials { .. }
        );
        if self.request.initiator.is_module()
            && self.request.credentials != CredentialsMode::Include
            && failure.location.is_some()
            && by_credentials
        {
            return;
        }
        let result = Err(failure.clone());
        agent.memory_cache.add(*loading, &self.request, result, agent.registrable_domain);
    }

    /// Appends what asks whether what is in memory still holds.
    pub(super) fn append_conditions_of_memory(
        &mut self,
        headers: &mut HeaderList,
    ) -> ConditionsOfMemory {
        let by_kept_redirect = self.request.url_list.len() > 1 && !self.is_from_network;
        let is_left = self.request.tainting != Tainting::Cors && !self.kept_way.is_conditional;
        if by_kept_redirect && is_left {
            return match self.revalidates.take() {
                Some(_) => ConditionsOfMemory::LeftBehind,
                None => ConditionsOfMemory::None,
            };
        }
        let Some(resource) = &self.revalidates else { return ConditionsOfMemory::None };
        for (name, value) in resource.conditions().iter() {
            if !headers.contains(name) {
                headers.append(name.to_owned(), value);
            }
        }
        ConditionsOfMemory::Carried
    }

    /// Whether a request that asks what is in memory is led on by what the HTTP cache has: not where the network
    /// led, nor on a way that is gone again.
    pub(super) fn looks_for_kept_redirects(&self) -> bool {
        let is_led_by_network = self.request.url_list.len() > 1 && self.is_from_network;
        !is_led_by_network && self.kept_way.conditions.is_none()
    }

    /// Ends with what was asked about, if the server says that it still holds.
    pub(super) fn take_revalidated(
        mut self: Box<Self>,
        by: &Response,
        agent: &mut UserAgent,
        now_ms: u64,
    ) -> ControlFlow<Next, Box<Self>> {
        let Some(resource) = self.revalidates.take_if(|_| by.status == 304) else {
            return ControlFlow::Continue(self);
        };
        self.loading = None;
        if let Some(asked) = self.cache_use.take_if(|asked| asked.validates) {
            agent.http_cache.freshen(&asked.key, &asked.sent, by, now_ms);
        }
        let resource = Arc::unwrap_or_clone(resource).revalidated(by, &self.request.client, now_ms);
        let domain = agent.registrable_domain;
        agent.memory_cache.put_back(resource.clone(), &self.request, domain, now_ms);
        let Ok(loaded) = &resource.result else { return ControlFlow::Continue(self) };
        self.request.url_list.truncate(1);
        self.request.tainting = tainting(loaded.response_type);
        ControlFlow::Break(self.end_with(loaded, agent))
    }

    /// Where CORS refused what was there, an element is judged by that, though it has been sent a new one: scripts
    /// and images fail, a sheet's rules cannot be read.
    pub(in crate::agent) fn judge_by_memory(&mut self) -> Option<Cause> {
        match self.request.initiator {
            _ if !self.is_judged_by_memory => None,
            Initiator::Style => {
                self.request.tainting = Tainting::Opaque;
                None
            }
            Initiator::Image | Initiator::Script => {
                self.is_reused = true;
                Some(Cause::AllowOriginMissing)
            }
            _ => None,
        }
    }
}

/// What an answer was to who asked for it first, it is to who asks now.
const fn tainting(response_type: ResponseType) -> Tainting {
    match response_type {
        ResponseType::Basic => Tainting::Basic,
        ResponseType::Cors => Tainting::Cors,
        ResponseType::Opaque | ResponseType::OpaqueRedirect => Tainting::Opaque,
    }
}
