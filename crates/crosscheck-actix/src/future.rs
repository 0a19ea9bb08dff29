//! The answer under way: nothing is boxed, and nothing borrowed.

use std::future::Future;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::task::ready;

use actix_web::Error;
use actix_web::HttpResponse;
use actix_web::body::EitherBody;
use actix_web::dev::ServiceRequest;
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderMap;
use pin_project_lite::pin_project;

use crate::CorsError;
use crate::headers::Chosen;

pin_project! {
    /// The answer of the service inside, or of the middleware itself, with the policy's headers.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct ResponseFuture<F> {
        #[pin]
        source: Source<F>,
        chosen: Option<Chosen>,
    }
}

pin_project! {
    #[derive(Debug)]
    #[project = SourceProjected]
    enum Source<F> {
        Called { #[pin] future: F },
        Answered { status: StatusCode, request: Option<ServiceRequest> },
    }
}

impl<F> ResponseFuture<F> {
    pub(crate) fn called(future: F, chosen: Chosen) -> Self {
        Self { source: Source::Called { future }, chosen: Some(chosen) }
    }

    pub(crate) fn answered(status: StatusCode, request: ServiceRequest, chosen: Chosen) -> Self {
        Self { source: Source::Answered { status, request: Some(request) }, chosen: Some(chosen) }
    }
}

impl<F, B> Future for ResponseFuture<F>
where
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
{
    type Output = Result<ServiceResponse<EitherBody<B>>, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        const ONCE: &str = "a future is not polled after it is done";
        let this = self.project();
        let edit = |headers: &mut HeaderMap, chosen: &mut Option<Chosen>| {
            chosen.take().expect(ONCE).edit(headers);
        };
        Poll::Ready(match this.source.project() {
            SourceProjected::Called { future } => match ready!(future.poll(context)) {
                Ok(mut answer) => {
                    edit(answer.headers_mut(), this.chosen);
                    Ok(answer.map_into_left_body())
                }
                Err(cause) => {
                    let chosen = this.chosen.take().expect(ONCE);
                    Err(CorsError { cause, chosen }.into())
                }
            },
            SourceProjected::Answered { status, request } => {
                let mut answer = HttpResponse::new(*status);
                edit(answer.headers_mut(), this.chosen);
                Ok(request.take().expect(ONCE).into_response(answer.map_into_right_body()))
            }
        })
    }
}
