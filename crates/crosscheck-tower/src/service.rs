//! The service: decides on a request, then calls the one inside or answers itself.

use std::sync::Arc;
use std::task::Context;
use std::task::Poll;

use crosscheck::server::EditPlan;
use crosscheck_service::PolicyReader;
use crosscheck_service::PolicySelector;
use crosscheck_service::PolicySnapshot;
use crosscheck_service::http_crate::HttpHead;
use http::HeaderValue;
use http::Request;
use http::Response;
use http::StatusCode;
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
    ) -> Decided
    where
        O: Observe,
    {
        let decision = snapshot.decide_with(head, is_known);
        self.observer.decided(&decision, head);
        let status = match decision.status_at_once() {
            // A status that does not exist would refuse, which is the safe side.
            Some(status) => Some(StatusCode::from_u16(status).unwrap_or(StatusCode::FORBIDDEN)),
            None => {
                let is_blocked = self.settings.blocked.includes(&decision, head);
                is_blocked.then_some(StatusCode::FORBIDDEN)
            }
        };
        let plan = decision.edits().plan();
        Decided { status, plan, origin: head.origin().cloned(), snapshot }
    }

    /// Calls the service inside, or answers.
    #[inline(always)]
    pub(crate) fn answer<B, RB>(
        &mut self,
        request: Request<B>,
        decided: Decided,
    ) -> ResponseFuture<S::Future, M>
    where
        S: Service<Request<B>, Response = Response<RB>>,
        M: Clone,
    {
        let Decided { status, plan, origin, snapshot } = decided;
        match status {
            Some(status) => ResponseFuture::answered(status, snapshot, plan, origin),
            None => {
                let on_error = self.on_error.clone();
                ResponseFuture::called(self.inner.call(request), on_error, snapshot, plan, origin)
            }
        }
    }
}

/// What was decided on a request.
pub(crate) struct Decided {
    /// Of an answer without the service inside.
    status: Option<StatusCode>,
    plan: EditPlan,
    origin: Option<HeaderValue>,
    snapshot: Arc<PolicySnapshot>,
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
        let decided = self.decide(snapshot, &head, Some(false));
        self.answer(request, decided)
    }
}
