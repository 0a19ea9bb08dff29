//! The end of a fetch that fails, and what is told of it.

use alloc::borrow::Cow;
use alloc::boxed::Box;

use super::main_fetch::Fetch;
use super::main_fetch::Next;
use super::redirect::location_url;
use super::request_origin::preflight_origin;
use super::request_origin::serialize_a_request_origin;
use crate::agent::cache::preflight::Key;
use crate::agent::cause::Cause;
use crate::agent::cause::Failure;
use crate::agent::cause::Stage;
use crate::agent::request::Tainting;
use crate::agent::response::Response;
use crate::agent::user_agent::UserAgent;

impl Fetch {
    /// Ends with a network error.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-main-fetch>
    pub(in crate::agent) fn fail(
        mut self: Box<Self>,
        cause: Cause,
        stage: Stage,
        response: Option<&Response>,
        agent: &mut UserAgent,
    ) -> Next {
        let request = &self.request;
        // 12.f.3. What preflights allowed is forgotten.
        let is_unwanted_redirect = cause == Cause::RedirectModeError && !request.is_intercepted();
        if agent.profile.clears_cache_on_failure
            && request.tainting == Tainting::Cors
            && (!is_unwanted_redirect || agent.profile.clears_cache_on_unwanted_redirect)
        {
            let key = self.cache_key(agent);
            agent.preflight_cache.clear(&key);
            // Whose service worker failed knows of no other URL than the first.
            if request.is_intercepted() {
                let (origin, url) = (request.origin.serialize().into(), request.initial_url());
                agent.preflight_cache.clear(&Key { origin, url: url.clone(), ..key });
            }
        }
        // A redirect that nobody went by is not kept.
        if let Some(key) = &self.kept_way.not_gone {
            agent.http_cache.remove(key);
        }
        let failure = self.failure(cause, stage, response, agent);
        if stage != Stage::Request {
            self.keep_failure(&failure, agent);
        }
        self.done(Err(failure))
    }

    pub(in crate::agent) fn failure(
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
            Stage::Preflight => preflight_origin(request, agent).into(),
            Stage::Request | Stage::Response => match &self.kept_way.judged_origin {
                Some(origin) => origin.clone(),
                None => serialize_a_request_origin(request, agent).into(),
            },
        };
        Failure {
            cause,
            stage,
            url_list: request.url_list.clone(),
            status: response.map_or(0, |response| response.status),
            location,
            location_value: redirect
                .and_then(|response| response.headers.get("Location"))
                .map(Cow::into_owned),
            origin: request.origin.clone(),
            document: request.client.url.clone(),
            mode: request.mode,
            redirect: request.redirect,
            sent_origin,
            headers: match request.url_list.len() {
                1 => request.headers.clone(),
                _ => request.initial_headers.clone(),
            },
            method: request.method.clone(),
            unsafe_header_names: self.unsafe_names(agent.profile),
            includes_credentials: request.is_credentialed(),
        }
    }
}
