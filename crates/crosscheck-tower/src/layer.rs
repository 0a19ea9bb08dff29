//! The layer: where policies come from, and what else whoever builds the stack chooses.

use crosscheck::server::Decision;
use crosscheck::server::OwnScheme;
use crosscheck_service::PolicyHandle;
use crosscheck_service::PolicyReader;
use crosscheck_service::SchemeSource;
use crosscheck_service::http_crate::HttpHead;
use http::Extensions;
use http::HeaderName;
use http::Uri;
use tower_layer::Layer;

use crate::Cors;
use crate::settings::Settings;

/// Puts a policy in front of services.
///
/// Preflights are answered here and never reach the service. All other requests do, whatever the
/// verdict, since browsers enforce it; their answers get the policy's headers. `O` observes
/// decisions, `M` makes answers of errors; `()` does neither and costs nothing. `P` chooses the
/// policy of each request.
#[derive(Debug)]
#[must_use]
pub struct CorsLayer<O = (), M = (), P = PolicyReader> {
    pub(crate) selector: P,
    pub(crate) settings: Settings,
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
        Self { selector, settings: Settings::default(), observer: (), on_error: () }
    }
}

impl<O, M, P> CorsLayer<O, M, P> {
    /// Answers a WebSocket's handshake with 403 if the policy lets no page of its origin read.
    ///
    /// Off by default. Browsers ask nobody before they open a WebSocket; without this, a page of any
    /// origin may open one in the user's name. Pages of the server itself pass: see
    /// [`own_scheme`](Self::own_scheme).
    pub const fn guard_websockets(mut self) -> Self {
        self.settings.blocked.websockets = true;
        self
    }

    /// Answers every request of a page that may not read with 403, so that it never reaches the
    /// service: forms and other writes that ask nobody beforehand.
    ///
    /// Off by default: the browser withholds the answer, and a service that writes for whoever sends a
    /// form guards it by other means too. Who sends no `Origin`, and pages of the server itself, pass;
    /// a form of the server itself whose page says `Referrer-Policy: no-referrer` does not, for it
    /// sends `Origin: null`.
    ///
    /// # Example
    /// ```
    /// # use crosscheck_tower::{Config, CorsLayer, Policy};
    /// # use http::{Request, Response};
    /// # use tower::{ServiceBuilder, ServiceExt, service_fn};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let policy = Policy::new(&Config { origins: vec!["https://app.example".into()], ..Config::default() })?;
    /// let service = ServiceBuilder::new().layer(CorsLayer::new(policy).block_refused()).service_fn(
    ///     |_: Request<String>| async { Ok::<_, std::convert::Infallible>(Response::new(String::new())) },
    /// );
    /// for (origin, status) in [
    ///     ("https://app.example", 200),
    ///     ("https://api.example", 200), // the server itself
    ///     ("https://evil.example", 403),
    /// ] {
    ///     let form = Request::post("/").header("host", "api.example").header("origin", origin);
    ///     let answer = service.clone().oneshot(form.body(String::new())?).await?;
    ///     assert_eq!(answer.status(), status, "{origin}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub const fn block_refused(mut self) -> Self {
        self.settings.blocked.refused = true;
        self
    }

    /// Says by which scheme pages reach this server, so that it knows which `Origin` is its own: a page
    /// of the host that it asks needs no permission.
    ///
    /// By default `https` counts, and `http` on loopback; plain `http` is counted only if it is said
    /// here: whoever is on the wire can put a page there, which would speak for the one over `https`.
    pub fn own_scheme(mut self, scheme: OwnScheme) -> Self {
        self.settings.scheme = SchemeSource::Told(scheme);
        self
    }

    /// The same, as a proxy says it with each request, in `x-forwarded-proto` for example.
    ///
    /// Only where nobody comes past that proxy, and it writes over what strangers send in that header.
    pub fn own_scheme_header(mut self, name: HeaderName) -> Self {
        self.settings.scheme = SchemeSource::Header(name);
        self
    }

    /// Takes the path that rules are held against from an extension of the request, where there is one:
    /// routers that call a service for a part of the paths cut the request's own. Without it rules for the part
    /// that was cut never answer. On the outermost router it does no harm.
    ///
    /// A layer within such a router misses the outer router's 404, which no page can read then; what the inner one
    /// does not know it answers itself, within the layer, if it has a `fallback`.
    ///
    /// # Example
    /// A layer inside of what axum nests sees `/users` of `/api/users`:
    /// ```
    /// use axum::Router;
    /// use axum::extract::OriginalUri;
    /// use axum::routing::get;
    /// # use crosscheck_tower::{Config, CorsLayer, Policy, Rule};
    ///
    /// # let rule = Rule { paths: vec!["/api".into()], origins: vec!["https://app.example".into()], ..Rule::default() };
    /// # let policy = Policy::new(&Config { rules: vec![rule], ..Config::default() })?;
    /// let cors = CorsLayer::new(policy)
    ///     .uri_of(|extensions| extensions.get::<OriginalUri>().map(|original| &original.0));
    /// let api = Router::new().route("/users", get(|| async { "all of them" })).layer(cors);
    /// let app: Router = Router::new().nest("/api", api);
    /// # let _ = app;
    /// # Ok::<(), crosscheck::server::ConfigErrors>(())
    /// ```
    pub fn uri_of(mut self, uri_of: fn(&Extensions) -> Option<&Uri>) -> Self {
        self.settings.uri_of = Some(uri_of);
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
        let Self { selector, settings, on_error, .. } = self;
        CorsLayer { selector, settings, observer, on_error }
    }

    /// Makes answers of the errors with which calls of the service end, so that they carry the
    /// policy's headers and a page can read them.
    ///
    /// By default they pass on as they are, without headers. Either way, the error of a service that
    /// is not ready passes on: nothing was asked, so nothing is answered.
    pub fn answer_errors<F: Clone>(self, on_error: F) -> CorsLayer<O, F, P> {
        let Self { selector, settings, observer, .. } = self;
        CorsLayer { selector, settings, observer, on_error }
    }
}

/// Not inlined: a router has a layer for each method, and clones it for each.
impl<O: Clone, M: Clone, P: Clone> Clone for CorsLayer<O, M, P> {
    #[inline(never)]
    fn clone(&self) -> Self {
        Self {
            selector: self.selector.clone(),
            settings: self.settings.clone(),
            observer: self.observer.clone(),
            on_error: self.on_error.clone(),
        }
    }
}

impl<S, O: Clone, M: Clone, P: Clone> Layer<S> for CorsLayer<O, M, P> {
    type Service = Cors<S, O, M, P>;

    fn layer(&self, inner: S) -> Self::Service {
        let Self { selector, settings, observer, on_error } = self.clone();
        Cors { inner, settings, observer, on_error, selector }
    }
}
