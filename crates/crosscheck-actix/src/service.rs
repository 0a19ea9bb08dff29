//! The service: decides on a request, then calls the one inside or answers itself.

use std::cell::RefCell;
use std::sync::Arc;
use std::task::Context;
use std::task::Poll;

use actix_web::Error;
use actix_web::body::EitherBody;
use actix_web::dev::Service;
use actix_web::dev::ServiceRequest;
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderName;
use crosscheck_service::Blocked;
use crosscheck_service::PolicyReader;
use crosscheck_service::PolicySelector;
use crosscheck_service::PolicySnapshot;
use crosscheck_service::SchemeSource;

use crate::ActixHead;
use crate::Observe;
use crate::ResponseFuture;
use crate::headers::Chosen;
use crate::headers::Head;

/// A service behind a policy: made by a [`Cors`](crate::Cors).
#[derive(Debug)]
pub struct CorsService<S, O = (), P = PolicyReader> {
    pub(crate) inner: S,
    pub(crate) blocked: Blocked,
    pub(crate) scheme: SchemeSource<HeaderName>,
    pub(crate) observer: O,
    pub(crate) selector: RefCell<P>,
}

impl<S, O, P> CorsService<S, O, P> {
    /// A request's head, as it is to be read.
    #[inline]
    pub(crate) fn head<'r>(&'r self, request: &'r ServiceRequest) -> Head<'r> {
        Head::of(request, &self.scheme)
    }

    /// Decides on a request, and calls the service inside or answers. In: the policy that was chosen for
    /// it; whether a source of origins knows its own, `None` if that failed.
    #[inline]
    pub(crate) fn answer<B>(
        &self,
        request: ServiceRequest,
        snapshot: Arc<PolicySnapshot>,
        is_known: Option<bool>,
    ) -> ResponseFuture<S::Future>
    where
        S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
        O: Observe,
    {
        let head = self.head(&request);
        let decision = snapshot.decide_with(&head, is_known);
        self.observer.decided(&decision, &request);
        let status = self.blocked.status_at_once(&decision, &head);
        let edits = decision.edits();
        let origin = head.origin().filter(|_| edits.echo_origin()).cloned();
        let chosen = Chosen { plan: edits.plan(), origin, snapshot };
        match status {
            Some(status) => {
                // A status that does not exist would refuse, which is the safe side.
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::FORBIDDEN);
                ResponseFuture::answered(status, request, chosen)
            }
            None => ResponseFuture::called(self.inner.call(request), chosen),
        }
    }
}

impl<S, O, P, B> Service<ServiceRequest> for CorsService<S, O, P>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    O: Observe,
    P: for<'r> PolicySelector<ActixHead<'r>>,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future = ResponseFuture<S::Future>;

    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let snapshot = self.selector.borrow_mut().select(&ActixHead(&request));
        self.answer(request, snapshot, Some(false))
    }
}
