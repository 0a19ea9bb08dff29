//! The middleware: where policies come from, and what else whoever builds the app chooses.

use std::cell::RefCell;
use std::future::Ready;
use std::future::ready;

use actix_web::Error;
use actix_web::body::EitherBody;
use actix_web::dev::Service;
use actix_web::dev::ServiceRequest;
use actix_web::dev::ServiceResponse;
use actix_web::dev::Transform;
use actix_web::http::header::HeaderName;
use crosscheck::server::Decision;
use crosscheck::server::OwnScheme;
use crosscheck_service::Blocked;
use crosscheck_service::PolicyHandle;
use crosscheck_service::PolicyReader;
use crosscheck_service::PolicySelector;
use crosscheck_service::SchemeSource;

use crate::ActixHead;
use crate::CorsService;
use crate::Observe;

/// Puts a policy in front of an app, a scope or a resource.
///
/// Preflights are answered here and never reach the service. All other requests do, whatever the
/// verdict, since browsers enforce it; their answers get the policy's headers. `O` observes
/// decisions; `()` does not and costs nothing. `P` chooses the policy of each request.
#[derive(Clone, Debug)]
#[must_use]
pub struct Cors<O = (), P = PolicyReader> {
    pub(crate) selector: P,
    pub(crate) blocked: Blocked,
    pub(crate) scheme: SchemeSource<HeaderName>,
    pub(crate) observer: O,
}

impl Cors {
    /// A middleware for a policy, or for whichever policy a [`PolicyHandle`] has in force when a
    /// request comes.
    pub fn new(policy: impl Into<PolicyHandle>) -> Self {
        Self::with_selector(policy.into().reader())
    }
}

impl<P> Cors<(), P> {
    /// A middleware that asks for the policy of each request:
    /// [`PoliciesByHost`](crate::PoliciesByHost) for the tenants of one service, or whatever else is a
    /// [`PolicySelector`](crate::PolicySelector), a function of the request among them.
    ///
    /// # Example
    /// ```
    /// use crosscheck_actix::{Config, Cors, PoliciesByHost, Policy};
    ///
    /// let lets = |origin: &str| {
    ///     Policy::new(&Config { origins: vec![origin.into()], ..Config::default() })
    /// };
    /// let tenants = PoliciesByHost::new(Policy::new(&Config::default())?);
    /// tenants.insert("shop.api.example", lets("https://shop.example")?)?;
    /// let cors = Cors::with_selector(tenants.clone());
    /// // While it serves:
    /// tenants.insert("blog.api.example", lets("https://blog.example")?)?;
    /// # let _ = cors;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_selector(selector: P) -> Self {
        Self {
            selector,
            blocked: Blocked::default(),
            scheme: SchemeSource::default(),
            observer: (),
        }
    }

    /// Tells a function of each decision, with the request, before anything is answered: for logs
    /// and counters. [`EditPlan::policy`](crosscheck::server::EditPlan::policy) tells which policy
    /// decided.
    ///
    /// Called on the thread that serves the request, so it must be quick. Values of headers are a
    /// stranger's text.
    pub fn observe<F: Fn(&Decision<'_>, &ServiceRequest) + Clone>(self, observer: F) -> Cors<F, P> {
        let Self { selector, blocked, scheme, .. } = self;
        Cors { selector, blocked, scheme, observer }
    }
}

impl<O, P> Cors<O, P> {
    /// Answers a WebSocket's handshake with 403 if the policy lets no page of its origin read.
    ///
    /// Off by default. Browsers ask nobody before they open a WebSocket; without this, a page of any
    /// origin may open one in the user's name. Pages of the server itself pass: see
    /// [`own_scheme`](Self::own_scheme).
    pub const fn guard_websockets(mut self) -> Self {
        self.blocked.websockets = true;
        self
    }

    /// Answers every request of a page that may not read with 403, so that it never reaches the
    /// service: forms and other writes that ask nobody beforehand.
    ///
    /// Off by default: the browser withholds the answer, and a service that writes for whoever sends a
    /// form guards it by other means too. Who sends no `Origin`, and pages of the server itself, pass;
    /// a form of the server itself whose page says `Referrer-Policy: no-referrer` does not, for it
    /// sends `Origin: null`.
    pub const fn block_refused(mut self) -> Self {
        self.blocked.refused = true;
        self
    }

    /// Says by which scheme pages reach this server, so that it knows which `Origin` is its own: a page
    /// of the host that it asks needs no permission.
    ///
    /// By default `https` is known where actix itself speaks TLS. Elsewhere `https` counts, and `http`
    /// on loopback; plain `http` is counted only if it is said here: whoever is on the wire can put a
    /// page there, which would speak for the one over `https`. `ConnectionInfo` is not asked: it
    /// believes what any stranger writes.
    pub fn own_scheme(mut self, scheme: OwnScheme) -> Self {
        self.scheme = SchemeSource::Told(scheme);
        self
    }

    /// The same, as a proxy says it with each request, in `x-forwarded-proto` for example.
    ///
    /// Only where nobody comes past that proxy, and it writes over what strangers send in that header.
    pub fn own_scheme_header(mut self, name: HeaderName) -> Self {
        self.scheme = SchemeSource::Header(name);
        self
    }
}

impl<O, P> Cors<O, P> {
    pub(crate) fn service<S>(self, inner: S) -> CorsService<S, O, P> {
        let Self { selector, blocked, scheme, observer } = self;
        let selector = RefCell::new(selector);
        CorsService { inner, blocked, scheme, observer, selector }
    }
}

impl<S, O, P, B> Transform<S, ServiceRequest> for Cors<O, P>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    O: Observe + Clone,
    P: for<'r> PolicySelector<ActixHead<'r>> + Clone,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Transform = CorsService<S, O, P>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, inner: S) -> Self::Future {
        ready(Ok(self.clone().service(inner)))
    }
}
