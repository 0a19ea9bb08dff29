//! The middleware that asks a source of origins before it decides, where a policy's rule says so.

use std::future::Future;
use std::future::Ready;
use std::future::ready;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Context;
use std::task::Poll;

use actix_web::Error;
use actix_web::body::EitherBody;
use actix_web::dev::Service;
use actix_web::dev::ServiceRequest;
use actix_web::dev::ServiceResponse;
use actix_web::dev::Transform;
use crosscheck_service::OriginAnswers;
use crosscheck_service::PolicyReader;
use crosscheck_service::PolicySelector;
use crosscheck_service::RequestHost;
use pin_project_lite::pin_project;

use crate::ActixHead;
use crate::Cors;
use crate::CorsService;
use crate::Observe;
use crate::ResponseFuture;

/// A [`Cors`] with a source of origins: made by [`Cors::ask`].
#[derive(Clone, Debug)]
#[must_use]
pub struct AskingCors<O = (), P = PolicyReader> {
    cors: Cors<O, P>,
    answers: OriginAnswers,
}

/// A service behind a policy whose rules ask: made by an [`AskingCors`].
#[derive(Debug)]
pub struct AskingService<S, O = (), P = PolicyReader> {
    /// Shared with the requests that wait.
    service: Rc<CorsService<S, O, P>>,
    answers: OriginAnswers,
}

impl<O, P> Cors<O, P> {
    /// Asks a source about origins that no list holds, where a rule says so
    /// ([`origin_source`](crate::Config::origin_source)). The last thing to say of it.
    ///
    /// A request waits only if its origin has to be asked about and no answer is kept. The host that the
    /// source is told is the request's own word for it.
    ///
    /// # Example
    /// ```
    /// use actix_web::test::{TestRequest, call_service, init_service};
    /// use actix_web::{App, HttpResponse, web};
    /// use crosscheck_actix::{Config, Cors, OriginAnswers, OriginQuestion, OriginSource};
    /// use crosscheck_actix::{OriginSourceError, Policy};
    ///
    /// struct Tenants;
    ///
    /// impl OriginSource for Tenants {
    ///     async fn knows(&self, asked: &OriginQuestion) -> Result<bool, OriginSourceError> {
    ///         # actix_web::rt::task::yield_now().await;
    ///         // select exists (select from pages where api = $1 and origin = $2)
    ///         Ok(asked.host == "api.example" && asked.origin == "https://shop.example")
    ///     }
    /// }
    ///
    /// # #[actix_web::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let policy = Policy::new(&Config { origin_source: true, ..Config::default() })?;
    /// let cors = Cors::new(policy).ask(OriginAnswers::new(Tenants));
    /// let hello = web::get().to(|| async { HttpResponse::Ok().body("hello") });
    /// let app = init_service(App::new().wrap(cors).route("/", hello)).await;
    /// for (origin, may_read) in [("https://shop.example", true), ("https://evil.example", false)] {
    ///     let request = TestRequest::get().insert_header(("host", "api.example"));
    ///     let request = request.insert_header(("origin", origin)).to_request();
    ///     let answer = call_service(&app, request).await;
    ///     assert_eq!(answer.headers().contains_key("access-control-allow-origin"), may_read);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub const fn ask(self, answers: OriginAnswers) -> AskingCors<O, P> {
        AskingCors { cors: self, answers }
    }
}

impl<S, O, P, B> Transform<S, ServiceRequest> for AskingCors<O, P>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    O: Observe + Clone + 'static,
    P: for<'r> PolicySelector<ActixHead<'r>> + Clone + 'static,
    B: 'static,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Transform = AskingService<S, O, P>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, inner: S) -> Self::Future {
        let service = Rc::new(self.cors.clone().service(inner));
        ready(Ok(AskingService { service, answers: self.answers.clone() }))
    }
}

impl<S, O, P, B> Service<ServiceRequest> for AskingService<S, O, P>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    O: Observe + 'static,
    P: for<'r> PolicySelector<ActixHead<'r>> + 'static,
    B: 'static,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future = AskingFuture<S::Future, B>;

    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.service.poll_ready(context)
    }

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let asked = ActixHead(&request);
        let snapshot = self.service.selector.borrow_mut().select(&asked);
        let question = snapshot.question(&self.service.head(&request), asked.host());
        let kept = match &question {
            None => Some(false), // nobody is asked
            Some(question) => self.answers.kept(question),
        };
        let source = match (kept, question) {
            (None, Some(question)) => {
                let (service, answers) = (Rc::clone(&self.service), self.answers.clone());
                let asking = Box::pin(async move {
                    let is_known = answers.ask(&question).await;
                    service.answer(request, snapshot, is_known).await
                });
                Source::Asking { asking }
            }
            (is_known, _) => {
                Source::Answered { answer: self.service.answer(request, snapshot, is_known) }
            }
        };
        AskingFuture { source }
    }
}

pin_project! {
    /// The answer, once it is known who asks: boxed only where that has to be asked.
    #[must_use = "futures do nothing unless polled"]
    pub struct AskingFuture<F, B> {
        #[pin]
        source: Source<F, B>,
    }
}

pin_project! {
    #[project = SourceProjected]
    enum Source<F, B> {
        Answered { #[pin] answer: ResponseFuture<F> },
        Asking { asking: Asking<B> },
    }
}

type Asking<B> = Pin<Box<dyn Future<Output = Result<ServiceResponse<EitherBody<B>>, Error>>>>;

impl<F, B> std::fmt::Debug for AskingFuture<F, B> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AskingFuture").finish_non_exhaustive()
    }
}

impl<F, B> Future for AskingFuture<F, B>
where
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
{
    type Output = Result<ServiceResponse<EitherBody<B>>, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().source.project() {
            SourceProjected::Answered { answer } => answer.poll(context),
            SourceProjected::Asking { asking } => asking.as_mut().poll(context),
        }
    }
}
