//! The service: decides on a request, then calls the one inside or answers itself.

use std::sync::Arc;
use std::task::Context;
use std::task::Poll;

use crosscheck::server::Decision;
use crosscheck_service::PolicyReader;
use crosscheck_service::PolicySelector;
use crosscheck_service::PolicySnapshot;
use crosscheck_service::http_crate::Chosen;
use crosscheck_service::http_crate::HttpHead;
use http::Request;
use http::Response;
use tower_service::Service;

use crate::Observe;
use crate::OnError;
use crate::ResponseFuture;
use crate::settings::Settings;

/// A service behind a policy: made by a [`CorsLayer`](crate::CorsLayer).
#[derive(Clone, Debug)]
pub struct Cors<S, O = (), M = (), P = PolicyReader> {
    pub(crate) inner: S,
    pub(crate) settings: Settings,
    pub(crate) observer: O,
    pub(crate) on_error: M,
    pub(crate) selector: P,
}

impl<S, O, M, P> Cors<S, O, M, P> {
    /// The service inside.
    pub const fn inner(&self) -> &S {
        &self.inner
    }

    /// Decides on a request. In: the policy that was chosen for it; whether a source of origins knows
    /// its own, `None` if that failed.
    #[inline(always)]
    pub(crate) fn decide(
        &self,
        snapshot: Arc<PolicySnapshot>,
        head: &HttpHead<'_>,
        is_known: Option<bool>,
    ) -> Chosen
    where
        O: Observe,
    {
        let observe = |decision: &Decision<'_>| self.observer.decided(decision, head);
        Chosen::seen_by(snapshot, head, self.settings.blocked, is_known, observe)
    }

    /// Calls the service inside, or answers.
    #[inline(always)]
    pub(crate) fn answer<B, RB>(
        &mut self,
        request: Request<B>,
        chosen: Chosen,
    ) -> ResponseFuture<S::Future, M>
    where
        S: Service<Request<B>, Response = Response<RB>>,
        M: Clone,
    {
        match chosen.status_at_once() {
            Some(_) => ResponseFuture::answered(chosen),
            None => {
                let on_error = self.on_error.clone();
                ResponseFuture::called(self.inner.call(request), on_error, chosen)
            }
        }
    }
}

impl<S, O, M, P, B, RB> Service<Request<B>> for Cors<S, O, M, P>
where
    S: Service<Request<B>, Response = Response<RB>>,
    RB: Default,
    O: Observe,
    M: OnError<S::Error, RB> + Clone,
    P: for<'r> PolicySelector<HttpHead<'r>>,
{
    type Response = Response<RB>;
    type Error = S::Error;
    type Future = ResponseFuture<S::Future, M>;

    /// Ready when the service inside is: what the next request is, nobody knows yet.
    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let head = self.settings.head(&request);
        let snapshot = self.selector.select(&head);
        let chosen = self.decide(snapshot, &head, Some(false));
        // As `answer` does; to hand a request on to it is to copy it once more.
        match chosen.status_at_once() {
            Some(_) => ResponseFuture::answered(chosen),
            None => {
                let on_error = self.on_error.clone();
                ResponseFuture::called(self.inner.call(request), on_error, chosen)
            }
        }
    }
}
