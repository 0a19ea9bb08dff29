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
use poem::Endpoint;
use poem::Middleware;
use poem::Request;
use poem::Response;
use poem::http::Uri;

/// Puts a policy in front of an endpoint.
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
    /// A middleware for a policy, or for whichever policy a [`PolicyHandle`] has in force when a request
    /// comes.
    pub fn new(policy: impl Into<PolicyHandle>) -> Self {
        Self::with_selector(policy.into())
    }
}

impl<P> Cors<P> {
    /// A middleware that asks for the policy of each request: [`PoliciesByHost`] for the tenants of one service,
    /// or whatever else is a [`PolicySelector`], a function of the request's head among them. Each request
    /// asks a clone of it.
    ///
    /// # Example
    /// ```
    /// use crosscheck_poem::{Config, Cors, PoliciesByHost, Policy};
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

impl<E, P> Middleware<E> for Cors<P>
where
    E: Endpoint,
    P: for<'r> PolicySelector<HttpHead<'r>> + Clone + Send + Sync,
{
    type Output = CorsEndpoint<E, P>;

    fn transform(&self, inner: E) -> CorsEndpoint<E, P> {
        CorsEndpoint { inner, cors: self.clone() }
    }
}

/// An endpoint behind a policy: made by a [`Cors`].
#[derive(Debug)]
pub struct CorsEndpoint<E, P = PolicyHandle> {
    inner: E,
    cors: Cors<P>,
}

impl<E, P> Endpoint for CorsEndpoint<E, P>
where
    E: Endpoint,
    P: for<'r> PolicySelector<HttpHead<'r>> + Clone + Send + Sync,
{
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
        let snapshot = self.cors.selector.clone().select(&head);
        let is_known = snapshot.is_known(&head, head.host(), self.cors.answers.as_ref()).await;
        let mut chosen = Chosen::seen_by(snapshot, &head, self.cors.blocked, is_known, |_| ());
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
