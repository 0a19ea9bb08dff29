//! CORS as a middleware of Poem 3.
//!
//! A [`Cors`] holds a policy and is put around a route or an app. It answers preflights itself, so
//! before authentication and routing; everything else goes on, and every answer that comes back, an
//! error's included, says what the policy says, and nothing else, about CORS. `crosscheck` decides;
//! this applies.
//!
//! # Example
//! ```
//! use crosscheck_poem::{Config, Cors, Policy};
//! use poem::{Endpoint, EndpointExt, Request, Route, endpoint::make_sync};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let config = Config { origins: vec!["https://app.example".into()], ..Config::default() };
//! let hello = make_sync(|_| "hello");
//! let app = Route::new().at("/", hello).with(Cors::new(Policy::new(&config)?));
//!
//! let request = Request::builder().header("origin", "https://app.example").finish();
//! let answer = app.get_response(request).await;
//! assert_eq!(answer.headers()["access-control-allow-origin"], "https://app.example");
//! # Ok(())
//! # }
//! ```
//!
//! # Where to put it
//! The last `with` is the outermost: put it after all others that may answer. Inside of a nested route
//! it judges by the path that was asked, not by what is left of it. An error that reaches it becomes the
//! answer that Poem would make of it, so what is outside of it catches no errors.
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
use poem::Endpoint;
use poem::Middleware;
use poem::Request;
use poem::Response;
use poem::http::Uri;

/// Puts a policy in front of an endpoint.
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
    /// A middleware for a policy, or for whichever policy a [`PolicyHandle`] has in force when a request
    /// comes.
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

impl<E: Endpoint> Middleware<E> for Cors {
    type Output = CorsEndpoint<E>;

    fn transform(&self, inner: E) -> CorsEndpoint<E> {
        CorsEndpoint { inner, cors: self.clone() }
    }
}

/// An endpoint behind a policy: made by a [`Cors`].
#[derive(Debug)]
pub struct CorsEndpoint<E> {
    inner: E,
    cors: Cors,
}

impl<E: Endpoint> Endpoint for CorsEndpoint<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let head = HttpHead::new(
            request.method(),
            target(&request),
            request.headers(),
            request.extensions(),
        );
        let scheme = SchemeSource::Told(self.cors.own_scheme);
        let head = head.with_scheme_of(&scheme);
        let mut chosen = Chosen::by(self.cors.handle.load(), &head, self.cors.blocked);
        let mut answer = match chosen.status_at_once() {
            Some(status) => Response::builder().status(status).finish(),
            None => self.inner.get_response(request).await,
        };
        chosen.edit(answer.headers_mut());
        Ok(answer)
    }
}

/// What was asked, where a nested route has cut the request's own target.
fn target(request: &Request) -> &Uri {
    match request.original_uri() {
        // Nothing can be cut off this, and a request that no connection brought has no other.
        original if original.path() == "/" => request.uri(),
        original => original,
    }
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
