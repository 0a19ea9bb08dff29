//! The layer that asks a source of origins before it decides, where a policy's rule says so.

use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;

use crosscheck_service::OriginAnswers;
use crosscheck_service::PolicyReader;
use crosscheck_service::PolicySelector;
use crosscheck_service::RequestHost;
use crosscheck_service::http_crate::HttpHead;
use http::Request;
use http::Response;
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::Cors;
use crate::CorsLayer;
use crate::Observe;
use crate::OnError;
use crate::ResponseFuture;

/// A [`CorsLayer`] with a source of origins: made by [`CorsLayer::ask`].
#[derive(Clone, Debug)]
#[must_use]
pub struct AskingLayer<O = (), M = (), P = PolicyReader> {
    layer: CorsLayer<O, M, P>,
    answers: OriginAnswers,
}

/// A service behind a policy whose rules ask: made by an [`AskingLayer`].
#[derive(Clone, Debug)]
pub struct AskingCors<S, O = (), M = (), P = PolicyReader> {
    cors: Cors<S, O, M, P>,
    answers: OriginAnswers,
}

impl<O, M, P> CorsLayer<O, M, P> {
    /// Asks a source about origins that no list holds, where a rule says so
    /// ([`origin_source`](crate::Config::origin_source)). The last thing to say of a layer.
    ///
    /// A request waits only if its origin has to be asked about and no answer is kept; then the service
    /// inside is cloned, and called when the answer is there. The host that the source is told is the
    /// request's own word for it.
    ///
    /// # Example
    /// ```
    /// use crosscheck_tower::{Config, CorsLayer, OriginAnswers, OriginQuestion, OriginSource};
    /// use crosscheck_tower::{OriginSourceError, Policy};
    /// use http::{Request, Response};
    /// use tower::{ServiceBuilder, ServiceExt, service_fn};
    ///
    /// struct Tenants;
    ///
    /// impl OriginSource for Tenants {
    ///     async fn knows(&self, asked: &OriginQuestion) -> Result<bool, OriginSourceError> {
    ///         # tokio::task::yield_now().await;
    ///         // select exists (select from pages where api = $1 and origin = $2)
    ///         Ok(asked.host == "api.example" && asked.origin == "https://shop.example")
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let policy = Policy::new(&Config { origin_source: true, ..Config::default() })?;
    /// let cors = CorsLayer::new(policy).ask(OriginAnswers::new(Tenants));
    /// let service = ServiceBuilder::new().layer(cors).service_fn(|_: Request<String>| async {
    ///     Ok::<_, std::convert::Infallible>(Response::new("hello".to_owned()))
    /// });
    /// for (origin, may_read) in [("https://shop.example", true), ("https://evil.example", false)] {
    ///     let request = Request::get("/").header("host", "api.example").header("origin", origin);
    ///     let answer = service.clone().oneshot(request.body(String::new())?).await?;
    ///     assert_eq!(answer.headers().contains_key("access-control-allow-origin"), may_read);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub const fn ask(self, answers: OriginAnswers) -> AskingLayer<O, M, P> {
        AskingLayer { layer: self, answers }
    }
}

impl<S, O: Clone, M: Clone, P: Clone> Layer<S> for AskingLayer<O, M, P> {
    type Service = AskingCors<S, O, M, P>;

    fn layer(&self, inner: S) -> Self::Service {
        AskingCors { cors: self.layer.layer(inner), answers: self.answers.clone() }
    }
}

impl<S, O, M, P> AskingCors<S, O, M, P> {
    /// The service inside.
    pub const fn inner(&self) -> &S {
        self.cors.inner()
    }
}

impl<S, O, M, P, B, RB> Service<Request<B>> for AskingCors<S, O, M, P>
where
    S: Service<Request<B>, Response = Response<RB>, Future: Send> + Clone + Send + 'static,
    B: Send + 'static,
    RB: Default + 'static,
    O: Observe + Clone + Send + 'static,
    M: OnError<S::Error, RB> + Clone + Send + 'static,
    P: for<'r> PolicySelector<HttpHead<'r>> + Clone + Send + 'static,
{
    type Response = Response<RB>;
    type Error = S::Error;
    type Future = AskingFuture<S::Future, M, RB, S::Error>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.cors.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let head = self.cors.settings.head(&request);
        let snapshot = self.cors.selector.select(&head);
        let question = snapshot.question(&head, head.host());
        let kept = match &question {
            None => Some(false), // nobody is asked
            Some(question) => self.answers.kept(question),
        };
        let source = match (kept, question) {
            (None, Some(question)) => {
                let answers = self.answers.clone();
                // The one that was ready is the one that is called.
                let other = self.cors.clone();
                let mut cors = mem::replace(&mut self.cors, other);
                let asking = Box::pin(async move {
                    let is_known = answers.ask(&question).await;
                    let chosen = cors.decide(snapshot, &cors.settings.head(&request), is_known);
                    cors.answer(request, chosen).await
                });
                Source::Asking { asking }
            }
            (is_known, _) => {
                let chosen = self.cors.decide(snapshot, &head, is_known);
                let answer = self.cors.answer(request, chosen);
                Source::Answered { answer }
            }
        };
        AskingFuture { source }
    }
}

pin_project! {
    /// The answer, once it is known who asks: boxed only where that has to be asked.
    #[must_use = "futures do nothing unless polled"]
    pub struct AskingFuture<F, M, B, E> {
        #[pin]
        source: Source<F, M, B, E>,
    }
}

pin_project! {
    #[project = SourceProjected]
    enum Source<F, M, B, E> {
        Answered { #[pin] answer: ResponseFuture<F, M> },
        Asking { asking: Asking<B, E> },
    }
}

type Asking<B, E> = Pin<Box<dyn Future<Output = Result<Response<B>, E>> + Send>>;

impl<F, M, B, E> std::fmt::Debug for AskingFuture<F, M, B, E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AskingFuture").finish_non_exhaustive()
    }
}

impl<F, M, B, E> Future for AskingFuture<F, M, B, E>
where
    F: Future<Output = Result<Response<B>, E>>,
    B: Default,
    M: OnError<E, B>,
{
    type Output = Result<Response<B>, E>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().source.project() {
            SourceProjected::Answered { answer } => answer.poll(context),
            SourceProjected::Asking { asking } => asking.as_mut().poll(context),
        }
    }
}
