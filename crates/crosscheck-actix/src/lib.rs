//! CORS as a middleware of actix-web 4.
//!
//! A [`Cors`] holds a policy and is wrapped around an app, a scope or a resource. It answers
//! preflights itself, so before authentication, routing and whatever else is inside; everything else
//! goes to the service, and every answer that comes back, an error's included, says what the policy
//! says, and nothing else, about CORS. Bodies are not touched. `crosscheck` decides; this applies.
//!
//! # Example
//! ```
//! use actix_web::test::{TestRequest, call_service, init_service};
//! use actix_web::{App, HttpResponse, web};
//! use crosscheck_actix::{Config, Cors, Policy};
//!
//! # #[actix_web::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let cors = Cors::new(Policy::new(&Config {
//!     origins: vec!["https://app.example".into()],
//!     methods: vec!["PUT".into()],
//!     ..Config::default()
//! })?);
//! let hello = web::get().to(|| async { HttpResponse::Ok().body("hello") });
//! let app = init_service(App::new().wrap(cors.clone()).route("/", hello)).await;
//!
//! // A page may read, a 404 too,
//! for (path, status) in [("/", 200), ("/nowhere", 404)] {
//!     let request = TestRequest::get().uri(path).insert_header(("origin", "https://app.example"));
//!     let answer = call_service(&app, request.to_request()).await;
//!     assert_eq!(answer.status(), status);
//!     assert_eq!(answer.headers().get("access-control-allow-origin").unwrap(), "https://app.example");
//! }
//!
//! // and is told so beforehand, if it asks for more than any form could send.
//! let preflight = TestRequest::with_uri("/")
//!     .method(actix_web::http::Method::OPTIONS)
//!     .insert_header(("origin", "https://app.example"))
//!     .insert_header(("access-control-request-method", "PUT"));
//! assert_eq!(call_service(&app, preflight.to_request()).await.status(), 204);
//! # Ok(())
//! # }
//! ```
//!
//! # Two paths, two rules
//! Every type that a policy needs is here: who depends on this crate needs no other. (Examples on
//! those types name the crates that they come from: `crosscheck::server` is `crosscheck_actix::server` here, and
//! `crosscheck_service` is `crosscheck_actix`.)
//! ```
//! use crosscheck_actix::{Config, ConfigErrors, Cors, Policy, ResourcePolicy, Rule};
//!
//! fn cors() -> Result<Cors, ConfigErrors> {
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
//!     Ok(Cors::new(Policy::new(&config)?))
//! }
//! assert!(cors().is_ok());
//!
//! // Credentials for everybody are no policy, whichever path they are on.
//! let everybody = Rule { origins: vec!["*".into()], credentials: true, ..Rule::default() };
//! let config = Config { rules: vec![everybody], ..Config::default() };
//! assert!(Policy::new(&config).is_err());
//! ```
//!
//! # May this page do that?
//! [`Policy::may`] tells in code: whether a page may send a request and read its answer, and what stands in its way.
//! ```
//! use crosscheck_actix::server::{Obstacle, PageRequest};
//! use crosscheck_actix::{Config, Policy, Reason};
//!
//! let policy = Policy::new(&Config::new().origins(["https://app.example"]).methods(["PUT"]))?;
//! let may = |method| policy.may(&PageRequest::new("https://app.example", method, "/api/orders"));
//! assert_eq!(may("PUT"), Ok(()));
//! assert_eq!(may("DELETE"), Err(Obstacle::Preflight(Reason::MethodNotAllowed)));
//! # Ok::<(), crosscheck_actix::ConfigErrors>(())
//! ```
//! Of one request as it comes over the wire, [`Policy::decide`] says what is answered, and [`Policy::explain`] why,
//! with the smallest change after which it says otherwise.
//!
//! To ask what a page may *send*, ask as its preflight does: `OPTIONS`, with the method and the names of headers in two
//! headers. A `Head` with the method itself asks only who may *read* the answer.
//! ```
//! use crosscheck_actix::{Config, Head, Policy, Reason};
//!
//! let mut config = Config { origins: vec!["https://app.example".into()], ..Config::default() };
//! let put = [("origin", "https://app.example"), ("access-control-request-method", "PUT")];
//! let preflight = Head::new("OPTIONS", "/api/orders", &put);
//! let told = Policy::new(&config)?.explain(&preflight);
//! assert_eq!(told.verdict, Some(Err(Reason::MethodNotAllowed)));
//!
//! told.change.expect("one that lets it").apply(&mut config);
//! assert_eq!(Policy::new(&config)?.decide(&preflight).verdict(), Some(Ok(())));
//! # Ok::<(), crosscheck_actix::ConfigErrors>(())
//! ```
//!
//! # Change it while it serves
//! The middleware takes a [`PolicyHandle`] in place of a policy, and the handle stays yours: what it is told holds
//! from the next request on, in every worker.
//! ```
//! use crosscheck_actix::{Config, Cors, Policy, PolicyHandle};
//!
//! let config = Config::new().origins(["https://app.example"]);
//! let handle = PolicyHandle::new(Policy::new(&config)?);
//! let cors = Cors::new(handle.clone());
//! # let _ = cors;
//!
//! handle.add_origins(["https://new.example"])?;
//! assert!(handle.load().policy().allows_origin("/", b"https://new.example"));
//!
//! handle.replace(Policy::new(&config.credentials(true))?);
//! assert!(!handle.load().policy().allows_origin("/", b"https://new.example"));
//! # Ok::<(), crosscheck_actix::ConfigErrors>(())
//! ```
//! Where rules have the origins, [`PolicyHandle::edit_origins`] says by its number which rule is meant.
//!
//! # A policy for each tenant
//! [`Cors::with_selector`] asks for the policy of each request: [`PoliciesByHost`] has one for
//! each host, added and replaced while others are served. Whatever else a request says may choose, by a
//! function of it; what has to be fetched first is put into the request's extensions by a middleware
//! outside of this one. The example `tenants` does both.
//!
//! # Typed names, and origins from the environment
//! Names may be text or `http`'s own; [`parse_origin_list`] reads what a variable holds.
//! ```
//! use actix_web::http::{Method, header};
//! use crosscheck_actix::{Config, Policy, parse_origin_list};
//!
//! // From `std::env::var`, for example.
//! let variable = "https://app.example, https://admin.example";
//! let config = Config::new()
//!     .origins(parse_origin_list(variable)?)
//!     .methods([Method::PUT, Method::DELETE])
//!     .request_headers([header::CONTENT_TYPE, header::AUTHORIZATION]);
//! assert!(Policy::new(&config)?.allows_origin("/", b"https://admin.example"));
//! # Ok::<(), crosscheck_actix::ConfigErrors>(())
//! ```
//!
//! # Origins from a database
//! A rule with [`origin_source`](Config::origin_source) asks about origins that none of its lists holds;
//! [`Cors::ask`] says whom: an [`OriginSource`], whose answers are kept within bounds. Where origins
//! come and go by an administrator's hand, [`PolicyHandle::edit_origins`] adds and removes them while
//! it serves, a million listed or not.
//!
//! # Where to put it
//! The last `wrap` is the outermost: call `wrap(cors)` after all others that may answer, such as
//! authentication. What answers outside of it carries no headers, so a page cannot read why. Two of
//! these, one in the other, are harmless: the outer one speaks. Scopes cut nothing off: rules name
//! whole paths wherever it is wrapped. An [`HttpServer`] makes an app for each of its workers: make the
//! `Cors` outside and clone it, so that they share one
//! [`PolicyHandle`].
//!
//! [`HttpServer`]: actix_web::HttpServer
//!
//! # Errors
//! An error that comes out of a service passes on as a [`CorsError`], which makes the same answer as
//! the error inside, with the policy's headers.
//!
//! # Your own tests
//! With the feature `testing`, a page of any origin asks your app as a browser would, preflight and
//! all, and says what broke: see the module `testing`.
//!
//! # Features
//! None is on by default, so that a build gets no more than it must: three crates, all of them ours.
//! `public-suffix` refuses wildcards over domains under which strangers have names (`https://*.co.uk`,
//! `https://*.github.io`); turn it on where your policy has wildcards, or let
//! `crosscheck policy check` look. `prove` adds `Policy::prove` and `Policy::diff`, and refuses rules that could
//! never answer. `serde` reads and writes `Config`. `testing` is for tests.
//!
//! # What this crate does not do
//! It holds no rule of CORS, reads no file and writes no log ([`Cors::observe`] tells whoever does).
#![forbid(unsafe_code)]
#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]

mod actix_head;
mod asking;
mod error;
mod future;
mod headers;
mod middleware;
mod observe;
mod service;
#[cfg(feature = "testing")]
pub mod testing;

pub use actix_head::ActixHead;
pub use asking::AskingCors;
pub use asking::AskingFuture;
pub use asking::AskingService;
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
pub use error::CorsError;
pub use future::ResponseFuture;
pub use middleware::Cors;
pub use observe::Observe;
pub use service::CorsService;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
