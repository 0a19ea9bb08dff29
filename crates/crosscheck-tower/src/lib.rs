//! CORS as a tower layer: axum, hyper, tonic, and whatever else is a service of `http` 1.
//!
//! A [`CorsLayer`] holds a policy and puts it in front of a service. It answers preflights itself,
//! so before authentication, routing and whatever else is inside; everything else goes to the
//! service, and every answer that comes back says what the policy says, and nothing else, about
//! CORS. Bodies are not touched. `crosscheck` decides; this applies.
//!
//! # Example
//! ```
//! use crosscheck_tower::{Config, CorsLayer, Policy};
//! use http::{Request, Response};
//! use tower::{ServiceBuilder, ServiceExt, service_fn};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let policy = Policy::new(&Config {
//!     origins: vec!["https://app.example".into()],
//!     methods: vec!["PUT".into()],
//!     ..Config::default()
//! })?;
//! let service = ServiceBuilder::new().layer(CorsLayer::new(policy)).service_fn(
//!     |request: Request<String>| async move {
//!         assert_ne!(request.method(), "OPTIONS", "preflights do not come this far");
//!         Ok::<_, std::convert::Infallible>(Response::new("hello".to_owned()))
//!     },
//! );
//!
//! // A page may read,
//! let request = Request::get("/").header("origin", "https://app.example");
//! let answer = service.clone().oneshot(request.body(String::new())?).await?;
//! assert_eq!(answer.headers()["access-control-allow-origin"], "https://app.example");
//!
//! // and is told so beforehand, if it asks for more than any form could send.
//! let preflight = Request::options("/")
//!     .header("origin", "https://app.example")
//!     .header("access-control-request-method", "PUT");
//! let answer = service.oneshot(preflight.body(String::new())?).await?;
//! assert_eq!(answer.status(), 204);
//! assert_eq!(answer.headers()["access-control-allow-methods"], "PUT");
//! # Ok(())
//! # }
//! ```
//!
//! # Two paths, two rules
//! Every type that a policy needs is here: who depends on this crate needs no other. (Examples on
//! those types name the crates that they come from: `crosscheck::server` is `crosscheck_tower::server` here, and
//! `crosscheck_service` is `crosscheck_tower`.)
//! ```
//! use crosscheck_tower::{Config, ConfigErrors, CorsLayer, Policy, ResourcePolicy, Rule};
//!
//! fn cors() -> Result<CorsLayer, ConfigErrors> {
//!     let fonts = Rule {
//!         paths: vec!["/fonts".into()],
//!         origins: vec!["*".into()],
//!         resource_policy: Some(ResourcePolicy::CrossOrigin),
//!         ..Rule::default()
//!     };
//!     let api = Rule {
//!         paths: vec!["/api".into()],
//!         origins: vec!["https://app.example".into()],
//!         credentials: true,
//!         methods: vec!["PUT".into(), "DELETE".into()],
//!         ..Rule::default()
//!     };
//!     let config = Config { rules: vec![fonts, api], ..Config::default() };
//!     Ok(CorsLayer::new(Policy::new(&config)?))
//! }
//! assert!(cors().is_ok());
//!
//! // Credentials for everybody are no policy, whichever path they are on.
//! let everybody = Rule { origins: vec!["*".into()], credentials: true, ..Rule::default() };
//! let config = Config { rules: vec![everybody], ..Config::default() };
//! assert!(Policy::new(&config).is_err());
//! ```
//!
//! # In axum
//! Put the layer on the outermost router, after its last route: `Router::layer` wraps what is there already, the 404
//! included, and sees whole paths, those of nested routers too. `Router::route_layer` leaves the 404 without headers; to
//! the `route_layer` of one route's methods (`put(…).route_layer(…)`) no preflight comes: axum answers it with 405, since
//! the route has no `OPTIONS`.
//! ```
//! use axum::Router;
//! use axum::body::Body;
//! use axum::http::Request;
//! use axum::routing::{get, put};
//! use crosscheck_tower::{Config, CorsLayer, Policy, Rule};
//! use tower::ServiceExt;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let app = "https://app.example";
//! let policy = Policy::new(
//!     &Config::new()
//!         .rule(Rule::new().paths(["/fonts"]).origins(["*"]))
//!         .rule(Rule::new().paths(["/api"]).origins([app]).credentials(true).methods(["PUT"])),
//! )?;
//! let api = Router::new().route("/orders/{id}", put(async || "kept"));
//! let router = Router::new()
//!     .route("/fonts/{name}", get(async || "glyphs"))
//!     .nest("/api", api)
//!     .layer(CorsLayer::new(policy));
//!
//! for (path, origin, allowed) in [
//!     ("/api/orders/7", app, Some(app)),
//!     ("/api/nowhere", app, Some(app)), // a 404 that the page can read
//!     ("/api/orders/7", "https://evil.example", None),
//!     ("/fonts/a.woff2", "https://evil.example", Some("*")),
//! ] {
//!     let request = Request::put(path).header("origin", origin).body(Body::empty())?;
//!     let answer = router.clone().oneshot(request).await?;
//!     let told = answer.headers().get("access-control-allow-origin");
//!     assert_eq!(told.map(|told| told.as_bytes()), allowed.map(str::as_bytes), "{path}");
//! }
//! # Ok(())
//! # }
//! ```
//! A layer on a nested router sees what is left of the path, `/orders/7` of `/api/orders/7`, so that a rule for `/api`
//! never answers. It reads the whole by `.uri_of(|extensions| extensions.get::<OriginalUri>().map(|uri| &uri.0))`
//! ([`CorsLayer::uri_of`]); [`Config::findings_under`] tells of rules that could not answer under a mount.
//!
//! # May this page do that?
//! [`Policy::may`] tells in code: whether a page may send a request and read its answer, and what stands in its way.
//! ```
//! use crosscheck_tower::server::{Obstacle, PageRequest};
//! use crosscheck_tower::{Config, Policy, Reason};
//!
//! let policy = Policy::new(&Config::new().origins(["https://app.example"]).methods(["PUT"]))?;
//! let asks = |method| PageRequest::new("https://app.example", method, "/api/orders");
//! assert_eq!(policy.may(&asks("PUT")), Ok(()));
//!
//! let told = policy.may(&asks("PUT").header("x-token", "1")).unwrap_err();
//! assert_eq!(told, Obstacle::Preflight(Reason::HeaderNotAllowed));
//! assert_eq!(told.to_string(), "the preflight is refused: header-not-allowed");
//! assert!(policy.may(&asks("PUT").with_credentials()).is_err());
//! # Ok::<(), crosscheck_tower::ConfigErrors>(())
//! ```
//! The path is the one that the layer sees.
//!
//! Of one request as it comes over the wire, [`Policy::decide`] says what is answered, and [`Policy::explain`] why,
//! with the smallest change after which it says otherwise.
//!
//! To ask what a page may *send*, ask as its preflight does: `OPTIONS`, with the method and the names of headers in two
//! headers. A `Head` with the method itself asks only who may *read* the answer.
//! ```
//! use crosscheck_tower::{Config, Head, Policy, Reason};
//!
//! let mut config = Config { origins: vec!["https://app.example".into()], ..Config::default() };
//! let put = [("origin", "https://app.example"), ("access-control-request-method", "PUT")];
//! let preflight = Head::new("OPTIONS", "/api/orders", &put);
//! let told = Policy::new(&config)?.explain(&preflight);
//! assert_eq!(told.verdict, Some(Err(Reason::MethodNotAllowed)));
//!
//! told.change.expect("one that lets it").apply(&mut config);
//! assert_eq!(Policy::new(&config)?.decide(&preflight).verdict(), Some(Ok(())));
//! # Ok::<(), crosscheck_tower::ConfigErrors>(())
//! ```
//!
//! # Change it while it serves
//! A layer takes a [`PolicyHandle`] in place of a policy, and the handle stays yours: what it is told holds from
//! the next request on, in every clone of the layer.
//! ```
//! use crosscheck_tower::{Config, CorsLayer, Policy, PolicyHandle};
//!
//! let config = Config::new().origins(["https://app.example"]);
//! let handle = PolicyHandle::new(Policy::new(&config)?);
//! let layer = CorsLayer::new(handle.clone());
//! # let _ = layer;
//!
//! handle.add_origins(["https://new.example"])?;
//! assert!(handle.load().policy().allows_origin("/", b"https://new.example"));
//!
//! handle.replace(Policy::new(&config.credentials(true))?);
//! assert!(!handle.load().policy().allows_origin("/", b"https://new.example"));
//! # Ok::<(), crosscheck_tower::ConfigErrors>(())
//! ```
//! Where rules have the origins, [`PolicyHandle::edit_origins`] says by its number which rule is meant.
//!
//! # A policy for each tenant
//! [`CorsLayer::with_selector`] asks for the policy of each request: [`PoliciesByHost`] has one for
//! each host, added and replaced while others are served. Whatever else a request says may choose, by a
//! function of its head; what has to be fetched first is put into the request's extensions by a
//! middleware outside of the layer. The example `tenants` does both.
//!
//! # Typed names, and origins from the environment
//! Names may be text or `http`'s own; [`parse_origin_list`] reads what a variable holds.
//! ```
//! use http::{Method, header};
//! use crosscheck_tower::{Config, Policy, parse_origin_list};
//!
//! // From `std::env::var`, for example.
//! let variable = "https://app.example, https://admin.example";
//! let config = Config::new()
//!     .origins(parse_origin_list(variable)?)
//!     .methods([Method::PUT, Method::DELETE])
//!     .request_headers([header::CONTENT_TYPE, header::AUTHORIZATION]);
//! assert!(Policy::new(&config)?.allows_origin("/", b"https://admin.example"));
//! # Ok::<(), crosscheck_tower::ConfigErrors>(())
//! ```
//!
//! # Origins from a database
//! A rule with [`origin_source`](Config::origin_source) asks about origins that none of its lists holds;
//! [`CorsLayer::ask`] says whom: an [`OriginSource`], whose answers are kept within bounds. Where origins
//! come and go by an administrator's hand, [`PolicyHandle::edit_origins`] adds and removes them while
//! it serves, a million listed or not.
//!
//! # Where to put it
//! Outside of everything that may answer: authentication, limits, timeouts, a handler of panics, the
//! router's own 404. What answers outside of the layer carries no headers, so a page cannot read
//! why. Two of these layers, one in the other, are harmless: the outer one speaks.
//!
//! # Errors
//! A service that fails with an error gives no answer, so there is nothing to put headers on. Turn
//! errors into answers inside of the layer (as axum's `HandleErrorLayer` does), or let the layer do
//! it: [`CorsLayer::answer_errors`].
//!
//! # Your own tests
//! With the feature `testing`, a page of any origin asks your service as a browser would, preflight
//! and all, and says what broke, in the module `testing`:
//! ```toml
//! [dev-dependencies]
//! crosscheck-tower = { version = "0.1", features = ["testing"] }
//! ```
#![cfg_attr(feature = "testing", doc = "```")]
#![cfg_attr(not(feature = "testing"), doc = "```text")]
//! use axum::Router;
//! use axum::routing::put;
//! use crosscheck_tower::testing::{Page, Run};
//! use crosscheck_tower::{Config, CorsLayer, Policy};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), crosscheck_tower::ConfigErrors> {
//! let policy = Policy::new(&Config::new().origins(["https://app.example"]).methods(["PUT"]))?;
//! let mut app: Router = Router::new().route("/orders", put(async || "kept")).layer(CorsLayer::new(policy));
//!
//! let orders = "https://api.example/orders";
//! Page::on("https://app.example").fetch(orders).method("PUT").run(&mut app).await.assert_allowed();
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//! None is on by default, so that a build gets no more than it must: three crates, all of them ours.
//! `public-suffix` refuses wildcards over domains under which strangers have names (`https://*.co.uk`,
//! `https://*.github.io`); turn it on where your policy has wildcards, or let
//! `crosscheck policy check` look. `prove` adds `Policy::prove` and `Policy::diff`, and refuses rules that could
//! never answer. `serde` reads and writes `Config`. `testing` is for tests.
//!
//! # What this crate does not do
//! It holds no rule of CORS, reads no file and writes no log ([`CorsLayer::observe`] tells whoever
//! does).
#![forbid(unsafe_code)]
#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]

mod asking;
mod future;
mod layer;
mod observe;
mod on_error;
mod service;
mod settings;
#[cfg(feature = "testing")]
pub mod testing;

pub use asking::AskingCors;
pub use asking::AskingFuture;
pub use asking::AskingLayer;
/// All of policies: whatever is not named here by itself, the types of `prove` among it.
pub use crosscheck::catalog::FindingKind;
pub use crosscheck::catalog::Severity;
pub use crosscheck::server;
pub use crosscheck::server::Config;
pub use crosscheck::server::ConfigChange;
pub use crosscheck::server::ConfigErrors;
pub use crosscheck::server::Danger;
pub use crosscheck::server::Decision;
pub use crosscheck::server::Explanation;
pub use crosscheck::server::Finding;
pub use crosscheck::server::Head;
pub use crosscheck::server::OriginEdit;
pub use crosscheck::server::OwnScheme;
pub use crosscheck::server::Policy;
pub use crosscheck::server::PolicyId;
pub use crosscheck::server::Reason;
pub use crosscheck::server::ResourcePolicy;
pub use crosscheck::server::Rule;
pub use crosscheck::server::parse_origin_list;
pub use crosscheck_service::AnswerLimits;
pub use crosscheck_service::HostError;
pub use crosscheck_service::OriginAnswers;
pub use crosscheck_service::OriginQuestion;
pub use crosscheck_service::OriginSource;
pub use crosscheck_service::OriginSourceError;
pub use crosscheck_service::PoliciesByHost;
pub use crosscheck_service::PolicyHandle;
pub use crosscheck_service::PolicyReader;
pub use crosscheck_service::PolicySelector;
pub use crosscheck_service::PolicySnapshot;
pub use crosscheck_service::RequestHost;
pub use crosscheck_service::RequestSample;
pub use crosscheck_service::ShadowDifference;
pub use crosscheck_service::http_crate::HttpHead;
pub use future::ResponseFuture;
pub use layer::CorsLayer;
pub use observe::Observe;
pub use on_error::OnError;
pub use service::Cors;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
