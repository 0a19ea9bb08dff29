//! The answer under way: nothing is boxed, and nothing borrowed.

use std::future::Future;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::task::ready;

use crosscheck_service::http_crate::Chosen;
use http::Response;
use pin_project_lite::pin_project;

use crate::OnError;

pin_project! {
    /// The answer of the service inside, or of the layer itself, with the policy's headers.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct ResponseFuture<F, M = ()> {
        #[pin]
        source: Source<F, M>,
        chosen: Chosen,
    }
}

pin_project! {
    #[derive(Debug)]
    #[project = SourceProjected]
    enum Source<F, M> {
        Called { #[pin] future: F, on_error: M },
        Answered,
    }
}

impl<F, M> ResponseFuture<F, M> {
    pub(crate) fn called(future: F, on_error: M, chosen: Chosen) -> Self {
        Self { source: Source::Called { future, on_error }, chosen }
    }

    /// What was chosen has a status.
    pub(crate) fn answered(chosen: Chosen) -> Self {
        Self { source: Source::Answered, chosen }
    }
}

impl<F, M, B, E> Future for ResponseFuture<F, M>
where
    F: Future<Output = Result<Response<B>, E>>,
    B: Default,
    M: OnError<E, B>,
{
    type Output = Result<Response<B>, E>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let mut answer = match this.source.project() {
            SourceProjected::Called { future, on_error } => {
                ready!(future.poll(context)).or_else(|error| on_error.answer(error))?
            }
            SourceProjected::Answered => {
                let mut answer = Response::new(B::default());
                *answer.status_mut() = this.chosen.status_at_once().unwrap_or_default();
                answer
            }
        };
        this.chosen.edit(answer.headers_mut());
        Poll::Ready(Ok(answer))
    }
}
