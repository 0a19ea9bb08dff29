//! Who is measured: each service, made ready to answer one request of a scene again and again.

use std::convert::Infallible;
use std::future::Future;
use std::future::Ready;
use std::future::ready;
use std::hint::black_box;
use std::pin::Pin;
use std::pin::pin;
use std::rc::Rc;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;
use std::task::ready as ready_or_wait;
use std::time::Duration;

use actix_web::dev::Service as ActixService;
use actix_web::dev::ServiceRequest;
use actix_web::dev::Transform;
use actix_web::test::TestRequest;
use crosscheck::server::Config;
use crosscheck::server::Policy;
use crosscheck_tower::HttpHead;
use crosscheck_tower::PolicyHandle;
use http::HeaderName;
use http::HeaderValue;
use http::Request;
use http::Response;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use http::header::ORIGIN;
use tower_http::cors::AllowOrigin;
use tower_layer::Layer;
use tower_service::Service;

use crate::scenes::HEADERS;
use crate::scenes::METHODS;
use crate::scenes::Origins;
use crate::scenes::Scene;
use crate::scenes::listed;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// The decision alone.
    Decide,
    /// One look into `http`'s map for `Origin`, and nothing else.
    Get,
    /// A tower service without a layer.
    Tower,
    /// A tower layer that looks at `Origin`, knows the answer beforehand and puts the same headers.
    ByHand,
    CrosscheckTower,
    TowerHttp,
    /// An actix service without a middleware.
    Actix,
    CrosscheckActix,
    ActixCors,
}

/// Answers one request.
pub(crate) type Work = Box<dyn FnMut()>;

impl Subject {
    const ALL: [Self; 9] = [
        Self::Decide,
        Self::Get,
        Self::Tower,
        Self::ByHand,
        Self::CrosscheckTower,
        Self::TowerHttp,
        Self::Actix,
        Self::CrosscheckActix,
        Self::ActixCors,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Decide => "decide",
            Self::Get => "get",
            Self::Tower => "tower",
            Self::ByHand => "by hand",
            Self::CrosscheckTower => "crosscheck-tower",
            Self::TowerHttp => "tower-http",
            Self::Actix => "actix",
            Self::CrosscheckActix => "crosscheck-actix",
            Self::ActixCors => "actix-cors",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|subject| subject.name() == name)
    }

    pub(crate) fn prepare(self, scene: &Scene) -> Work {
        match self {
            Self::Decide => decide(scene),
            Self::Get => {
                let request = request(scene);
                Box::new(move || {
                    black_box(black_box(request.headers()).get(ORIGIN));
                })
            }
            Self::Tower => tower_work(Inner, scene),
            Self::ByHand => tower_work(ByHand::of(scene), scene),
            Self::CrosscheckTower => {
                let layer = crosscheck_tower::CorsLayer::new(policy(scene.origins));
                tower_work(layer.layer(Inner), scene)
            }
            Self::TowerHttp => tower_work(tower_http_layer(scene.origins).layer(Inner), scene),
            Self::Actix => actix_work(|inner| ready(Ok(inner)), scene),
            Self::CrosscheckActix => {
                let cors = crosscheck_actix::Cors::new(policy(scene.origins));
                actix_work(|inner| cors.new_transform(inner), scene)
            }
            Self::ActixCors => {
                let cors = actix_cors(scene.origins);
                actix_work(|inner| cors.new_transform(inner), scene)
            }
        }
    }
}

fn owned<S: AsRef<str>>(list: &[S]) -> Vec<String> {
    list.iter().map(|text| text.as_ref().to_owned()).collect()
}

fn policy(origins: Origins) -> Policy {
    Policy::new(&config(origins)).expect("a sound policy")
}

pub(crate) fn config(origins: Origins) -> Config {
    let (origins, credentials) = match origins {
        Origins::Any => (vec!["*".to_owned()], false),
        Origins::Listed(count) => (listed(count).collect(), true),
        Origins::Wildcard => (vec!["https://*.example.com".to_owned()], true),
    };
    Config {
        origins,
        credentials,
        methods: owned(&METHODS),
        request_headers: owned(&HEADERS),
        max_age: Some(600),
        ..Config::default()
    }
}

fn tower_http_layer(origins: Origins) -> tower_http::cors::CorsLayer {
    let value = |text: &str| text.parse::<HeaderValue>().expect("an origin");
    let (origins, credentials) = match origins {
        Origins::Any => (AllowOrigin::any(), false),
        Origins::Listed(count) => (AllowOrigin::list(listed(count).map(|o| value(&o))), true),
        // It has no wildcards; this is the least that users write instead.
        Origins::Wildcard => (AllowOrigin::predicate(|o, _| is_below(o.as_bytes())), true),
    };
    tower_http::cors::CorsLayer::new()
        .allow_origin(origins)
        .allow_credentials(credentials)
        .allow_methods(METHODS.map(|method| method.parse().expect("a method")))
        .allow_headers(HEADERS.map(HeaderName::from_static))
        .max_age(Duration::from_secs(600))
}

fn actix_cors(origins: Origins) -> actix_cors::Cors {
    let cors = actix_cors::Cors::default();
    let cors = match origins {
        Origins::Any => cors.allow_any_origin().send_wildcard(),
        Origins::Listed(count) => listed(count).fold(cors, |cors, o| cors.allowed_origin(&o)),
        Origins::Wildcard => cors.allowed_origin_fn(|origin, _| is_below(origin.as_bytes())),
    };
    let cors = match origins {
        Origins::Any => cors,
        _ => cors.supports_credentials(),
    };
    cors.allowed_methods(METHODS).allowed_headers(HEADERS).max_age(600)
}

fn is_below(origin: &[u8]) -> bool {
    origin.starts_with(b"https://") && origin.ends_with(b".example.com")
}

fn request(scene: &Scene) -> Request<()> {
    let mut request = Request::builder().method(scene.method).uri("/orders/7");
    for (name, value) in [("host", "api.example"), ("accept", "*/*"), ("user-agent", "bench")] {
        request = request.header(name, value);
    }
    for (name, value) in &scene.lines {
        request = request.header(*name, value.as_slice());
    }
    request.body(()).expect("a request")
}

fn decide(scene: &Scene) -> Work {
    let (deployed, request) = (PolicyHandle::new(policy(scene.origins)).load(), request(scene));
    Box::new(move || drop(black_box(deployed.decide(black_box(&HttpHead::of(&request))))))
}

/// Answers at once, as JSON.
#[derive(Clone, Copy)]
struct Inner;

impl Service<Request<()>> for Inner {
    type Response = Response<()>;
    type Error = Infallible;
    type Future = Ready<Result<Response<()>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<()>) -> Self::Future {
        let mut answer = Response::new(());
        let json = HeaderValue::from_static("application/json");
        answer.headers_mut().insert(CONTENT_TYPE, json);
        ready(Ok(answer))
    }
}

/// The least that a layer can do: decides nothing, since what ours answers in a scene is all that it
/// knows; looks at `Origin` once, passes the request on, and puts the headers.
struct ByHand {
    inner: Inner,
    known: Rc<Known>,
}

struct Known {
    /// Of an answer that is not the service's.
    at_once: Option<StatusCode>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl ByHand {
    fn of(scene: &Scene) -> Self {
        let mut layered = crosscheck_tower::CorsLayer::new(policy(scene.origins)).layer(Inner);
        let Ok(answer) = now(layered.call(request(scene)));
        let lines = answer.headers().iter().filter(|(name, _)| *name != CONTENT_TYPE);
        let headers = lines.map(|(name, value)| (name.clone(), value.clone())).collect();
        let at_once = (!answer.headers().contains_key(CONTENT_TYPE)).then_some(answer.status());
        Self { inner: Inner, known: Rc::new(Known { at_once, headers }) }
    }
}

impl Service<Request<()>> for ByHand {
    type Response = Response<()>;
    type Error = Infallible;
    type Future = PutByHand;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<()>) -> PutByHand {
        black_box(request.headers().get(ORIGIN));
        let future = self.known.at_once.is_none().then(|| self.inner.call(request));
        PutByHand { future, known: Rc::clone(&self.known) }
    }
}

struct PutByHand {
    future: Option<Ready<Result<Response<()>, Infallible>>>,
    known: Rc<Known>,
}

impl Future for PutByHand {
    type Output = Result<Response<()>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut answer = match &mut self.future {
            Some(future) => ready_or_wait!(Pin::new(future).poll(context))?,
            None => Response::new(()),
        };
        if let Some(status) = self.known.at_once {
            *answer.status_mut() = status;
        }
        for (name, value) in &self.known.headers {
            answer.headers_mut().insert(name, value.clone());
        }
        Poll::Ready(Ok(answer))
    }
}

fn tower_work<S, E>(mut service: S, scene: &Scene) -> Work
where
    S: Service<Request<()>, Response = Response<()>, Error = E> + 'static,
{
    let prototype = request(scene);
    Box::new(move || {
        let answer = now(service.call(black_box(prototype.clone())));
        assert!(black_box(answer).is_ok(), "the service answers");
    })
}

fn actix_work<T, B, R>(wrap: impl FnOnce(ActixInner) -> R, scene: &Scene) -> Work
where
    R: Future<Output = Result<T, ()>>,
    T: ActixService<
            ServiceRequest,
            Response = actix_web::dev::ServiceResponse<B>,
            Error = actix_web::Error,
        > + 'static,
    B: 'static,
{
    let service = now(wrap(ActixInner)).expect("the middleware is made");
    let mut prototype = TestRequest::default().uri("/orders/7");
    prototype = prototype.method(scene.method.parse().expect("a method"));
    for (name, value) in [("host", "api.example"), ("accept", "*/*"), ("user-agent", "bench")] {
        prototype = prototype.insert_header((name, value));
    }
    for (name, value) in &scene.lines {
        prototype = prototype.insert_header((*name, value.as_slice()));
    }
    let prototype = prototype.to_http_request();
    Box::new(move || {
        let request = ServiceRequest::from_request(black_box(prototype.clone()));
        let answer = now(service.call(request));
        assert!(black_box(answer).is_ok(), "the service answers");
    })
}

/// The same for actix.
struct ActixInner;

impl ActixService<ServiceRequest> for ActixInner {
    type Response = actix_web::dev::ServiceResponse;
    type Error = actix_web::Error;
    type Future = Ready<Result<Self::Response, Self::Error>>;

    actix_web::dev::always_ready!();

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let answer = actix_web::HttpResponse::Ok().content_type("application/json").finish();
        ready(Ok(request.into_response(answer)))
    }
}

/// The output of a future that waits for nothing.
fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("nothing here waits"),
    }
}
