//! Stale while revalidate: the page has an answer, and the next one is asked for meanwhile.
//!
//! The machine has one thread: it sends the request that nobody waits for, then ends with what the page
//! was given before.

use alloc::boxed::Box;
use core::ops::ControlFlow;

use super::main_fetch::Fetch;
use super::main_fetch::Next;
use super::main_fetch::Point;
use super::outcome::Outcome;
use super::request_origin::serialize_a_request_origin;
use crate::agent::cache::hold::Hold;
use crate::agent::cache::http::freshness::Freshness;
use crate::agent::cache::http::freshness::freshness;
use crate::agent::cache::preload_entry::Loaded;
use crate::agent::check::cors::cors_check;
use crate::agent::profile::Profile;
use crate::agent::profile::StaleWhileRevalidate;
use crate::agent::request::Tainting;
use crate::agent::response::Response;
use crate::agent::user_agent::UserAgent;
use crate::wire::HeaderList;

/// Whether the server is asked once the page has been served.
fn is_revalidated(served: &Outcome, profile: &Profile) -> bool {
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
    /// The fetch of what a document loaded before, once more, if it asks for it anew as it uses it: it is stale by now,
    /// and may be used while it is revalidated.
    pub(super) fn again(
        &self,
        loaded: &Loaded,
        hold: Hold,
        profile: &Profile,
        now_ms: u64,
    ) -> Option<Box<Self>> {
        // A module is there for good, and so is for styles what a style names.
        if matches!(hold, Hold::Module | Hold::Styles) {
            return None;
        }
        let is_stale = |received_ms| {
            let freshness = freshness(&loaded.response, received_ms, now_ms, profile);
            freshness == Freshness::StaleWhileRevalidate
        };
        let is_revalidated = profile.stale_while_revalidate == StaleWhileRevalidate::ByPage
            && loaded.received_ms.is_some_and(is_stale);
        is_revalidated.then(|| {
            let mut again = Box::new(self.clone());
            again.request.is_preload = hold == Hold::Preload;
            // What comes is no file that the document shows.
            again.asked_url = None;
            again
        })
    }

    /// Asks the server anew for what a document was served of what it has.
    pub(super) fn ask_anew(
        mut self: Box<Self>,
        served: Box<Outcome>,
        agent: &mut UserAgent,
        now_ms: u64,
    ) -> Next {
        self.served = Some(served);
        // What comes takes the place of what the document holds, which serves until then.
        agent.preload_cache.ask_anew(&self.request, now_ms);
        self.main_fetch(agent, now_ms)
    }

    /// Asks the server once the page has been served, if it is to be asked: by a document from the start, along the
    /// way that led here.
    ///
    /// Out: this fetch, if it is to send its request here; else what is next.
    pub(in crate::agent) fn serve(
        mut self: Box<Self>,
        kept: Response,
        agent: &mut UserAgent,
        now_ms: u64,
    ) -> ControlFlow<Next, Box<Self>> {
        // What began as anything but a `GET` is not sent again unasked.
        let is_by_page = agent.profile.stale_while_revalidate == StaleWhileRevalidate::ByPage;
        if self.served.is_some() || is_by_page && self.request.first_method() != "GET" {
            return ControlFlow::Continue(self);
        }
        match self.clone().finish_http_fetch(kept, agent, now_ms) {
            Next::Done(served) if is_revalidated(&served, agent.profile) => {
                self.served = Some(served);
            }
            next => return ControlFlow::Break(next),
        }
        if !is_by_page || self.request.url_list.len() == 1 {
            return ControlFlow::Continue(self);
        }
        self.request.start_again();
        ControlFlow::Break(self.main_fetch(agent, now_ms))
    }

    /// Whether the page was told of a refused preflight, so that there is nothing to do but what the cache asks for.
    pub(in crate::agent) fn is_over(&self, profile: &Profile) -> bool {
        self.served.is_some() && profile.refused_preflights_revalidate
    }

    /// Whether a page that was served is not led on by an answer.
    pub(in crate::agent) fn is_revalidation_over(
        &self,
        at: &Point,
        response: Option<&Response>,
    ) -> bool {
        self.served.is_some()
            && matches!(at, Point::Response)
            && !response.is_some_and(Response::is_redirect)
    }

    /// Takes in the answer that nobody waits for.
    pub(in crate::agent) fn finish_revalidation(
        mut self: Box<Self>,
        response: Option<Response>,
        agent: &mut UserAgent,
        now_ms: u64,
    ) -> Next {
        let (Some(response), Some(asked)) = (response, self.cache_use.take()) else {
            return self.end_served();
        };
        self.store_cookies(&response, agent, now_ms);
        if response.status == 304 && asked.validates {
            agent.http_cache.freshen(&asked.key, &asked.sent, &response, now_ms);
            return self.end_served();
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
        self.end_served()
    }

    pub(in crate::agent) fn end_served(mut self: Box<Self>) -> Next {
        Next::Done(self.served.take().expect("only who was served comes here"))
    }
}
