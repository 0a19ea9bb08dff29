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
use crate::agent::check::cors::cors_check;
use crate::agent::check::mime_type::type_mismatch;
use crate::agent::check::resource_policy::cross_origin_resource_policy_check;
use crate::agent::profile::PreloadReuse;
use crate::agent::request::Initiator;
use crate::agent::request::RequestMode;
use crate::agent::request::Tainting;
use crate::agent::response::ResponseType;
use crate::agent::user_agent::UserAgent;

impl Fetch {
    /// Ends with what was loaded before, and asks for it anew if it is stale; gives itself back if that is not good
    /// in its mode.
    pub(super) fn use_loaded(
        mut self: Box<Self>,
        result: Result<Loaded, Failure>,
        hold: Hold,
        agent: &mut UserAgent,
        now_ms: u64,
    ) -> Result<Next, Box<Self>> {
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
        let next = self.reuse(result, agent)?;
        let asked = asked.as_ref().map(|request| (request.initial_url(), request));
        remember(asked, &next, false, received_ms, agent);
        Ok(match (next, again) {
            (Next::Done(served), Some(again)) if served.result.is_ok() => {
                again.ask_anew(served, agent, now_ms)
            }
            (next, _) => next,
        })
    }

    /// Ends with what was loaded before; gives itself back if that is not good in its mode.
    fn reuse(
        mut self: Box<Self>,
        result: Result<Loaded, Failure>,
        agent: &mut UserAgent,
    ) -> Result<Next, Box<Self>> {
        let Loaded { response, response_type, url, mode, origin: first, timing_allowed, .. } =
            match result {
                Ok(loaded) => loaded,
                Err(failure) => {
                    self.is_reused = true;
                    return Ok(self.done(Err(failure)));
                }
            };
        let request = &mut self.request;
        if url != *request.current_url() {
            request.url_list.push(url);
        }
        // Whoever asks otherwise than the first did is judged by the URL that was asked for, and as the origin that asks.
        let is_font = request.is_preload && request.initiator == Initiator::Font;
        let is_judged_by_url = agent.profile.preload_reuse == PreloadReuse::ByUrl
            && (mode != request.mode || !first.is_same_origin(&request.client.origin))
            && !is_font;
        let mut judged = match is_judged_by_url {
            true => request.url_list.get(..1),
            false => request.url_list.get(..),
        }
        .into_iter()
        .flatten();
        request.tainting = match request.mode {
            now if now == mode && !is_judged_by_url && response_type == ResponseType::Opaque => {
                Tainting::Opaque
            }
            _ if judged.all(|url| request.origin.is_of(url)) => Tainting::Basic,
            RequestMode::NoCors => Tainting::Opaque,
            _ => Tainting::Cors,
        };
        if is_judged_by_url
            && request.tainting == Tainting::Cors
            && cors_check(&response.headers, request.client.origin.serialize(), request.credentials)
                .is_err()
        {
            request.url_list.truncate(1);
            request.tainting = Tainting::Basic;
            self.is_judged_by_preload = true;
            return Err(self);
        }
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
            return Ok(self.fail(Cause::ResourcePolicy, Stage::Response, Some(&response), agent));
        }
        if let Some(cause) = type_mismatch(&self.request, &response, agent.profile) {
            return Ok(self.fail(cause, Stage::Response, Some(&response), agent));
        }
        if let Some(cause) = self.judge_integrity(&response, agent.profile) {
            return Ok(self.fail(cause, Stage::Response, Some(&response), agent));
        }
        let filtered = filter(&self.request, response, agent.profile);
        Ok(self.done(Ok(filtered)))
    }

    /// Where a preload of another mode had an answer that CORS refuses, an element is judged by that one,
    /// though it has been sent a new one: scripts and images fail, a sheet's rules cannot be read.
    pub(in crate::agent) fn judge_by_preload(&mut self) -> Option<Cause> {
        match self.request.initiator {
            _ if !self.is_judged_by_preload => None,
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
