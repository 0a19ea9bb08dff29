//! The service: decides on a request, then calls the one inside or answers itself.

use std::task::Context;
use std::task::Poll;

use crosscheck_service::PolicyReader;
use crosscheck_service::PolicySelector;
use crosscheck_service::http_crate::HttpHead;
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
        let Settings { blocked, scheme, uri_of } = &self.settings;
        let mut head = HttpHead::of(&request).with_scheme_of(scheme);
        if let Some(uri) = uri_of.and_then(|uri_of| uri_of(request.extensions())) {
            head = head.with_uri(uri);
        }
        let snapshot = self.selector.select(&head);
        let decision = snapshot.decide(&head);
        self.observer.decided(&decision, &head);
        let status = match decision.status_at_once() {
            // A status that does not exist would refuse, which is the safe side.
            Some(status) => Some(StatusCode::from_u16(status).unwrap_or(StatusCode::FORBIDDEN)),
            None => blocked.includes(&decision, &head).then_some(StatusCode::FORBIDDEN),
        };
        let plan = decision.edits().plan();
        let origin = head.origin().cloned();
        match status {
            Some(status) => ResponseFuture::answered(status, snapshot, plan, origin),
            None => {
                let on_error = self.on_error.clone();
                ResponseFuture::called(self.inner.call(request), on_error, snapshot, plan, origin)
            }
        }
    }
}
