//! CORS as a fairing of Rocket 0.5.
//!
//! A [`Cors`] holds a policy and is attached once. It answers preflights itself, before any other route;
//! everything else is routed, and every answer, a catcher's included, says what the policy says, and
//! nothing else, about CORS. `crosscheck` decides; this applies.
//!
//! # Example
//! ```
//! use crosscheck_rocket::{Config, ConfigErrors, Cors, Policy};
//! use rocket::{Build, Rocket};
//!
//! #[rocket::get("/")]
//! fn hello() -> &'static str {
//!     "hello"
//! }
//!
//! fn app() -> Result<Rocket<Build>, ConfigErrors> {
//!     let config = Config { origins: vec!["https://app.example".into()], ..Config::default() };
//!     let cors = Cors::new(Policy::new(&config)?);
//!     Ok(rocket::build().mount("/", rocket::routes![hello]).attach(cors))
//! }
//! assert!(app().is_ok());
//! ```
//!
//! # Where to put it
//! Once, anywhere: a second one takes the place of the first. Fairings attached before it see a
//! preflight, those attached after it see its answer without headers.
//!
//! # What Rocket answers by itself
//! A method that Rocket does not know is answered with 400 before any fairing, so without headers.
//!
//! # What this crate does not do
//! It holds no rule of CORS, reads no file and writes no log.
#![forbid(unsafe_code)]
#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]

mod answer;
mod head;

use std::sync::Arc;

/// All of policies: whatever is not named here by itself, the types of `prove` among it.
pub use crosscheck::server;
pub use crosscheck::server::Config;
pub use crosscheck::server::ConfigErrors;
pub use crosscheck::server::Danger;
use crosscheck::server::EditPlan;
pub use crosscheck::server::Finding;
pub use crosscheck::server::OwnScheme;
pub use crosscheck::server::Policy;
pub use crosscheck::server::ResourcePolicy;
pub use crosscheck::server::Rule;
pub use crosscheck_service::AnswerLimits;
use crosscheck_service::Blocked;
pub use crosscheck_service::OriginAnswers;
pub use crosscheck_service::OriginQuestion;
pub use crosscheck_service::OriginSource;
pub use crosscheck_service::OriginSourceError;
pub use crosscheck_service::PoliciesByHost;
pub use crosscheck_service::PolicyHandle;
pub use crosscheck_service::PolicySelector;
pub use crosscheck_service::PolicySnapshot;
use crosscheck_service::RequestHost;
use rocket::Build;
use rocket::Data;
use rocket::Request;
use rocket::Response;
use rocket::Rocket;
use rocket::Route;
use rocket::fairing::Fairing;
use rocket::fairing::Info;
use rocket::fairing::Kind;
use rocket::http::Method;
use rocket::http::Status;
use rocket::outcome::Outcome;
use rocket::route::Handler;

use crate::answer::Answer;
use crate::head::Head;
pub use crate::head::RocketHead;

/// Puts a policy in front of all routes and catchers.
///
/// Preflights are answered here. All other requests are routed, whatever the verdict, since browsers
/// enforce it; their answers get the policy's headers.
///
/// `P` chooses the policy of each request.
#[derive(Clone, Debug)]
#[must_use]
pub struct Cors<P = PolicyHandle> {
    selector: P,
    answers: Option<OriginAnswers>,
    blocked: Blocked,
    own_scheme: OwnScheme,
}

impl Cors {
    /// A fairing for a policy, or for whichever policy a [`PolicyHandle`] has in force when a request
    /// comes.
    pub fn new(policy: impl Into<PolicyHandle>) -> Self {
        Self::with_selector(policy.into())
    }
}

impl<P> Cors<P> {
    /// A fairing that asks for the policy of each request: [`PoliciesByHost`] for the tenants of one service,
    /// or whatever else is a [`PolicySelector`], a function of the request's head among them. Each request
    /// asks a clone of it.
    ///
    /// # Example
    /// ```
    /// use crosscheck_rocket::{Config, Cors, PoliciesByHost, Policy};
    ///
    /// let lets = |origin: &str| Policy::new(&Config::new().origins([origin]));
    /// let tenants = PoliciesByHost::new(Policy::new(&Config::new())?);
    /// tenants.insert("shop.api.example", lets("https://shop.example")?)?;
    /// let cors = Cors::with_selector(tenants.clone());
    /// // While it serves:
    /// tenants.insert("blog.api.example", lets("https://blog.example")?)?;
    /// # let _ = cors;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_selector(selector: P) -> Self {
        let (blocked, own_scheme) = (Blocked::default(), OwnScheme::default());
        Self { selector, answers: None, blocked, own_scheme }
    }

    /// Asks a source about origins that no list holds, where a rule says so
    /// ([`origin_source`](Config::origin_source)). Without one such a rule lets in who is listed alone.
    ///
    /// A request waits only if its origin has to be asked about and no answer is kept. The host that the
    /// source is told is the request's own word for it.
    pub fn ask(self, answers: OriginAnswers) -> Self {
        Self { answers: Some(answers), ..self }
    }

    /// Answers a WebSocket's handshake with 403 if the policy lets no page of its origin read.
    pub const fn guard_websockets(mut self) -> Self {
        self.blocked.websockets = true;
        self
    }

    /// Answers every request of a page that may not read with 403, so that it reaches no handler. Who
    /// sends no `Origin`, and pages of the server itself, pass.
    pub const fn block_refused(mut self) -> Self {
        self.blocked.refused = true;
        self
    }

    /// Says by which scheme pages reach this server, so that it knows which `Origin` is its own. By
    /// default `https` counts, and `http` on loopback.
    pub const fn own_scheme(mut self, scheme: OwnScheme) -> Self {
        self.own_scheme = scheme;
        self
    }
}

/// What was decided on a request, in its local cache.
struct Chosen {
    snapshot: Arc<PolicySnapshot>,
    plan: EditPlan,
    status: Option<u16>,
}

#[rocket::async_trait]
impl<P> Fairing for Cors<P>
where
    P: for<'a, 'r> PolicySelector<RocketHead<'a, 'r>> + Clone + Send + Sync + 'static,
{
    fn info(&self) -> Info {
        let kind = Kind::Ignite | Kind::Request | Kind::Response | Kind::Singleton;
        Info { name: "CORS", kind }
    }

    /// A fairing cannot answer, a route can: this one is asked before all others.
    async fn on_ignite(&self, rocket: Rocket<Build>) -> rocket::fairing::Result {
        Ok(rocket.mount("/", [Route::ranked(isize::MIN, Method::Options, "/<_..>", AtOnce)]))
    }

    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        let (asked, own_scheme) = (RocketHead(request), self.own_scheme);
        let snapshot = self.selector.clone().select(&asked);
        let head = Head { request, own_scheme };
        let is_known = snapshot.is_known(&head, asked.host(), self.answers.as_ref()).await;
        let decision = snapshot.decide_with(&head, is_known);
        let plan = decision.edits().plan();
        let status = self.blocked.status_at_once(&decision, &head);
        if status.is_some() {
            request.set_method(Method::Options);
        }
        request.local_cache(|| Some(Chosen { snapshot, plan, status }));
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, answer: &mut Response<'r>) {
        if let Some(Chosen { snapshot, plan, .. }) = request.local_cache(|| None) {
            let origin = request.headers().get_one("origin");
            snapshot.policy().edits(*plan).apply(&mut Answer { answer, origin });
        }
    }
}

/// Answers what the policy answers at once, and forwards the rest.
#[derive(Clone)]
struct AtOnce;

#[rocket::async_trait]
impl Handler for AtOnce {
    async fn handle<'r>(
        &self,
        request: &'r Request<'_>,
        data: Data<'r>,
    ) -> rocket::route::Outcome<'r> {
        match request.local_cache(|| None) {
            Some(Chosen { status: Some(status), .. }) => {
                let status = Status::new(*status);
                Outcome::Success(Response::build().status(status).finalize())
            }
            _ => Outcome::Forward((data, Status::NotFound)),
        }
    }
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
