//! The layer: where policies come from, and what else whoever builds the stack chooses.

use crosscheck::server::Decision;
use crosscheck_service::PolicyHandle;
use crosscheck_service::PolicyReader;
use crosscheck_service::http_crate::HttpHead;
use tower_layer::Layer;

use crate::Cors;

/// Puts a policy in front of services.
///
/// Preflights are answered here and never reach the service. All other requests do, whatever the
/// verdict, since browsers enforce it; their answers get the policy's headers. `O` observes
/// decisions, `M` makes answers of errors; `()` does neither and costs nothing. `P` chooses the
/// policy of each request.
#[derive(Clone, Debug)]
#[must_use]
pub struct CorsLayer<O = (), M = (), P = PolicyReader> {
    pub(crate) selector: P,
    pub(crate) guards_websockets: bool,
    pub(crate) observer: O,
    pub(crate) on_error: M,
}

impl CorsLayer {
    /// A layer for a policy, or for whichever policy a [`PolicyHandle`] has in force when a request
    /// comes.
    pub fn new(policy: impl Into<PolicyHandle>) -> Self {
        Self::with_selector(policy.into().reader())
    }
}

impl<P> CorsLayer<(), (), P> {
    /// A layer that asks for the policy of each request: [`PoliciesByHost`](crate::PoliciesByHost) for
    /// the tenants of one service, or whatever else is a [`PolicySelector`](crate::PolicySelector), a
    /// function of the request's head among them.
    ///
    /// # Example
    /// ```
    /// use crosscheck_tower::{Config, CorsLayer, PoliciesByHost, Policy};
    ///
    /// let lets = |origin: &str| {
    ///     Policy::new(&Config { origins: vec![origin.into()], ..Config::default() })
    /// };
    /// let tenants = PoliciesByHost::new(Policy::new(&Config::default())?);
    /// tenants.insert("shop.api.example", lets("https://shop.example")?)?;
    /// let layer = CorsLayer::with_selector(tenants.clone());
    /// // While it serves:
    /// tenants.insert("blog.api.example", lets("https://blog.example")?)?;
    /// # let _ = layer;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_selector(selector: P) -> Self {
        Self { selector, guards_websockets: false, observer: (), on_error: () }
    }
}

impl<O, M, P> CorsLayer<O, M, P> {
    /// Answers a WebSocket's handshake with 403 if the policy lets no page of its origin read.
    ///
    /// Off by default. Browsers ask nobody before they open a WebSocket; without this, a page of any
    /// origin may open one in the user's name. List the server's own origin too.
    pub fn guard_websockets(mut self) -> Self {
        self.guards_websockets = true;
        self
    }

    /// Tells a function of each decision, with the head of the request, before anything is answered:
    /// for logs and counters. [`EditPlan::policy`](crosscheck::server::EditPlan::policy) tells which
    /// policy decided.
    ///
    /// Called on the thread that serves the request, so it must be quick. Values of headers are a
    /// stranger's text.
    ///
    /// # Example
    /// ```
    /// # use crosscheck_tower::{Config, CorsLayer, Policy};
    /// # let policy = Policy::new(&Config { origins: vec!["*".into()], ..Config::default() })?;
    /// let layer = CorsLayer::new(policy).observe(|decision, head| {
    ///     if let Some(Err(reason)) = decision.verdict() {
    ///         let policy = decision.edits().plan().policy();
    ///         eprintln!("{policy}: {} {:?} refused: {}", head.method, head.origin(), reason.name());
    ///     }
    /// });
    /// # let _ = layer;
    /// # Ok::<(), crosscheck::server::ConfigErrors>(())
    /// ```
    pub fn observe<F>(self, observer: F) -> CorsLayer<F, M, P>
    where
        F: Fn(&Decision<'_>, &HttpHead<'_>) + Clone,
    {
        let Self { selector, guards_websockets, on_error, .. } = self;
        CorsLayer { selector, guards_websockets, observer, on_error }
    }

    /// Makes answers of the errors with which calls of the service end, so that they carry the
    /// policy's headers and a page can read them.
    ///
    /// By default they pass on as they are, without headers. Either way, the error of a service that
    /// is not ready passes on: nothing was asked, so nothing is answered.
    pub fn answer_errors<F: Clone>(self, on_error: F) -> CorsLayer<O, F, P> {
        let Self { selector, guards_websockets, observer, .. } = self;
        CorsLayer { selector, guards_websockets, observer, on_error }
    }
}

impl<S, O: Clone, M: Clone, P: Clone> Layer<S> for CorsLayer<O, M, P> {
    type Service = Cors<S, O, M, P>;

    fn layer(&self, inner: S) -> Self::Service {
        let Self { selector, guards_websockets, observer, on_error } = self.clone();
        Cors { inner, guards_websockets, observer, on_error, selector }
    }
}
