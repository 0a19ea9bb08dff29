//! CORS as a handler of Salvo 1.
//!
//! A [`Cors`] holds a policy and is a hoop of a service. It answers preflights itself, before any
//! router's own hoops and handlers; everything else goes on, and every answer that comes back, an
//! error's included, says what the policy says, and nothing else, about CORS. `crosscheck` decides; this
//! applies.
//!
//! # Example
//! ```
//! use crosscheck_salvo::{Config, ConfigErrors, Cors, Policy};
//! use salvo_core::{Router, Service, handler};
//!
//! #[handler]
//! async fn hello() -> &'static str {
//!     "hello"
//! }
//!
//! fn service() -> Result<Service, ConfigErrors> {
//!     let config = Config { origins: vec!["https://app.example".into()], ..Config::default() };
//!     let cors = Cors::new(Policy::new(&config)?);
//!     Ok(Service::new(Router::new().get(hello)).hoop(cors))
//! }
//! assert!(service().is_ok());
//! ```
//!
//! # Where to put it
//! `Service::hoop`, before other hoops: it is asked whether or not a route matches, so a 404 carries the
//! headers too. A router's `hoop` is asked only where one of its routes matches, and no route matches a
//! preflight unless somebody wrote one.
//!
//! # What this crate does not do
//! It holds no rule of CORS, reads no file and writes no log.
#![forbid(unsafe_code)]
#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]

/// All of policies: whatever is not named here by itself, the types of `prove` among it.
pub use crosscheck::server;
pub use crosscheck::server::Config;
pub use crosscheck::server::ConfigErrors;
pub use crosscheck::server::Danger;
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
use crosscheck_service::SchemeSource;
use crosscheck_service::http_crate::Chosen;
pub use crosscheck_service::http_crate::HttpHead;
use salvo_core::Depot;
use salvo_core::FlowCtrl;
use salvo_core::Handler;
use salvo_core::Request;
use salvo_core::Response;
use salvo_core::async_trait;

/// Puts a policy in front of a service.
///
/// Preflights are answered here. All other requests go on, whatever the verdict, since browsers enforce
/// it; their answers get the policy's headers.
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
    /// A hoop for a policy, or for whichever policy a [`PolicyHandle`] has in force when a request comes.
    pub fn new(policy: impl Into<PolicyHandle>) -> Self {
        Self::with_selector(policy.into())
    }
}

impl<P> Cors<P> {
    /// A hoop that asks for the policy of each request: [`PoliciesByHost`] for the tenants of one service,
    /// or whatever else is a [`PolicySelector`], a function of the request's head among them. Each request
    /// asks a clone of it.
    ///
    /// # Example
    /// ```
    /// use crosscheck_salvo::{Config, Cors, PoliciesByHost, Policy};
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

#[async_trait]
impl<P> Handler for Cors<P>
where
    P: for<'r> PolicySelector<HttpHead<'r>> + Clone + Send + Sync + 'static,
{
    async fn handle(
        &self,
        request: &mut Request,
        depot: &mut Depot,
        answer: &mut Response,
        rest: &mut FlowCtrl,
    ) {
        let head =
            HttpHead::new(request.method(), request.uri(), request.headers(), request.extensions());
        let scheme = SchemeSource::Told(self.own_scheme);
        let head = head.with_scheme_of(&scheme);
        let snapshot = self.selector.clone().select(&head);
        let is_known = snapshot.is_known(&head, head.host(), self.answers.as_ref()).await;
        let mut chosen = Chosen::seen_by(snapshot, &head, self.blocked, is_known, |_| ());
        match chosen.status_at_once() {
            Some(status) => {
                rest.skip_rest();
                answer.status_code(status);
            }
            None => {
                rest.call_next(request, depot, answer).await;
            }
        }
        chosen.edit(answer.headers_mut());
    }
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
