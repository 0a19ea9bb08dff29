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
//! It holds no rule of CORS, reads no file and writes no log. It asks no source of origins: a rule that says
//! `origin_source` lets in who is listed alone.
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
use crosscheck_service::Blocked;
pub use crosscheck_service::PolicyHandle;
pub use crosscheck_service::PolicySnapshot;
use crosscheck_service::SchemeSource;
use crosscheck_service::http_crate::Chosen;
use crosscheck_service::http_crate::HttpHead;
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
#[derive(Clone, Debug)]
#[must_use]
pub struct Cors {
    handle: PolicyHandle,
    blocked: Blocked,
    own_scheme: OwnScheme,
}

impl Cors {
    /// A hoop for a policy, or for whichever policy a [`PolicyHandle`] has in force when a request comes.
    pub fn new(policy: impl Into<PolicyHandle>) -> Self {
        let (blocked, own_scheme) = (Blocked::default(), OwnScheme::default());
        Self { handle: policy.into(), blocked, own_scheme }
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
impl Handler for Cors {
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
        let mut chosen = Chosen::by(self.handle.load(), &head, self.blocked);
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
