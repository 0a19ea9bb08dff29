//! Stale while revalidate: the page has an answer, and the next one is asked for meanwhile.
//!
//! The machine has one thread: it sends the request that nobody waits for, then ends with what the page
//! was given before.

use alloc::boxed::Box;

use super::main_fetch::Fetch;
use super::main_fetch::Next;
use super::outcome::Outcome;
use super::request_origin::serialize_a_request_origin;
use crate::agent::cache::http::directives::Directives;
use crate::agent::check::cors::cors_check;
use crate::agent::profile::Profile;
use crate::agent::profile::StaleWhileRevalidate;
use crate::agent::request::Tainting;
use crate::agent::response::Response;
use crate::agent::user_agent::UserAgent;
use crate::wire::HeaderList;

/// Whether the server is asked once the page has been served.
pub(in crate::agent) fn is_revalidated(served: &Outcome, profile: &Profile) -> bool {
    profile.stale_while_revalidate != StaleWhileRevalidate::ByPage || served.result.is_ok()
}

/// Tells the server what is kept, and caches on the way what this is.
pub(in crate::agent) fn append_revalidation(
    headers: &mut HeaderList,
    conditions: HeaderList,
    profile: &Profile,
) {
    if profile.stale_while_revalidate == StaleWhileRevalidate::ByCacheAndToldSo
        && !headers.contains("Cache-Control")
    {
        headers.append_static("Cache-Control", "max-age=0");
    }
    headers.append_all(conditions);
}

impl Fetch {
    /// This fetch once more, if a document that uses what it preloaded asks for it anew at once: it is stale
    /// by now, and may be used while it is revalidated.
    pub(in crate::agent) fn again_for_preload(
        &self,
        preloaded: &Response,
        profile: &Profile,
    ) -> Option<Box<Self>> {
        let directives = Directives::of(&preloaded.headers);
        let is_revalidated = profile.stale_while_revalidate == StaleWhileRevalidate::ByPage
            && directives.max_age == Some(0)
            && directives.stale_while_revalidate.is_some_and(|seconds| seconds > 0);
        is_revalidated.then(|| Box::new(self.clone()))
    }

    /// Ends with what the page was given before.
    pub(in crate::agent) fn serve(mut self: Box<Self>) -> Next {
        Next::Done(self.served.take().expect("only who was served comes here"))
    }

    /// Takes in the answer that nobody waits for.
    pub(in crate::agent) fn finish_revalidation(
        mut self: Box<Self>,
        response: Option<Response>,
        agent: &mut UserAgent,
        now_ms: u64,
    ) -> Next {
        let (Some(response), Some(asked)) = (response, self.cache_use.take()) else {
            return self.serve();
        };
        self.store_cookies(&response, agent, now_ms);
        if response.status == 304 && asked.validates {
            agent.http_cache.freshen(&asked.key, &asked.sent, &response, now_ms);
            return self.serve();
        }
        // What is new takes the place of what was kept, if who asked may have it.
        let request = &self.request;
        let is_kept = match agent.profile.stale_while_revalidate {
            StaleWhileRevalidate::ByPage => {
                let origin = serialize_a_request_origin(request, agent);
                request.tainting != Tainting::Cors
                    || cors_check(&response.headers, origin, request.credentials).is_ok()
            }
            StaleWhileRevalidate::ByCacheAndToldSo => response.is_ok(),
            StaleWhileRevalidate::Never | StaleWhileRevalidate::ByCache => true,
        };
        agent.http_cache.remove(&asked.key);
        if is_kept {
            agent.http_cache.store(asked.key, &asked.sent, asked.asker, &response, now_ms);
        }
        self.serve()
    }
}
