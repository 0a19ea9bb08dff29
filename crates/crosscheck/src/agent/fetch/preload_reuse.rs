//! A fetch that needs no network: a preload had the answer, or the document has the module.

use alloc::boxed::Box;

use super::filtered_response::filter;
use super::main_fetch::Fetch;
use super::main_fetch::Next;
use super::main_fetch::remember;
use crate::agent::cache::hold::Hold;
use crate::agent::cache::http::directives::Directives;
use crate::agent::cache::preload::PreloadCache;
use crate::agent::cache::preload_entry::Loaded;
use crate::agent::cause::Cause;
use crate::agent::cause::Failure;
use crate::agent::cause::Stage;
use crate::agent::check::mime_type::type_mismatch;
use crate::agent::check::resource_policy::cross_origin_resource_policy_check;
use crate::agent::request::RequestMode;
use crate::agent::request::Tainting;
use crate::agent::response::ResponseType;
use crate::agent::user_agent::UserAgent;

impl Fetch {
    /// Ends with what was loaded before, and asks for it anew if it is stale.
    pub(super) fn use_loaded(
        mut self: Box<Self>,
        result: Result<Loaded, Failure>,
        hold: Hold,
        agent: &mut UserAgent,
        now_ms: u64,
    ) -> Next {
        // Whatever is insecure is told of again.
        if !self.request.is_preload && self.upgrade_or_block(agent, now_ms).is_err() {
            self.remarks.clear();
        }
        let profile = agent.profile;
        let loaded = result.as_ref().ok();
        let again = loaded.and_then(|loaded| self.again(loaded, hold, profile, now_ms));
        let is_unstorable = |loaded: &Loaded| Directives::of(&loaded.response.headers).no_store;
        let is_used_up = hold == Hold::Preload
            && profile.used_preloads_must_be_storable
            && loaded.is_some_and(is_unstorable);
        let received_ms =
            loaded.and_then(|loaded| loaded.received_ms).filter(|_| again.is_none() && !is_used_up);
        let is_remembered = PreloadCache::wants(&self.request, profile)
            && PreloadCache::wants_used(&self.request, hold, profile);
        let asked = is_remembered.then(|| self.request.clone());
        let next = self.reuse(result, hold, agent);
        let asked = asked.as_ref().map(|request| (request.initial_url(), request));
        remember(asked, &next, false, received_ms, agent);
        match (next, again) {
            (Next::Done(served), Some(again)) if served.result.is_ok() => {
                again.ask_anew(served, agent, now_ms)
            }
            (next, _) => next,
        }
    }

    /// Ends with what was loaded before.
    fn reuse(
        mut self: Box<Self>,
        result: Result<Loaded, Failure>,
        hold: Hold,
        agent: &mut UserAgent,
    ) -> Next {
        let Loaded { response, response_type, url, mode, timing_allowed, .. } = match result {
            Ok(loaded) => loaded,
            Err(failure) => {
                self.is_reused = true;
                return self.done(Err(failure));
            }
        };
        let request = &mut self.request;
        if url != *request.current_url() {
            request.url_list.push(url);
        }
        request.tainting = match request.mode {
            now if now == mode && response_type == ResponseType::Opaque => Tainting::Opaque,
            _ if request.url_list.iter().all(|url| request.origin.is_of(url)) => Tainting::Basic,
            RequestMode::NoCors => Tainting::Opaque,
            _ => Tainting::Cors,
        };
        self.is_reused = true;
        self.request.timing_allow_failed = !timing_allowed;
        // Who asks without CORS for what was not asked for so has it only if it is shared with them.
        let is_judged_anew = mode != self.request.mode && self.request.mode == RequestMode::NoCors;
        if is_judged_anew
            && response.is_ok()
            && !cross_origin_resource_policy_check(
                agent,
                &self.request,
                &response.headers,
                self.includes_credentials(),
            )
        {
            return self.fail(Cause::ResourcePolicy, Stage::Response, Some(&response), agent);
        }
        // A module that a document has is what it is.
        let cause = match hold {
            Hold::Module => None,
            _ => type_mismatch(&self.request, &response, agent.profile)
                .or_else(|| self.integrity_needs_cors(&response, agent.profile))
                .or_else(|| self.judge_integrity(&response, agent.profile)),
        };
        if let Some(cause) = cause {
            return self.fail(cause, Stage::Response, Some(&response), agent);
        }
        let filtered = filter(&self.request, response, agent.profile);
        self.done(Ok(filtered))
    }
}
