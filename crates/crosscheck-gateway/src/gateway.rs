//! The gateway itself, and the pipeline of its phases.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use crosscheck::server::Decision;
use crosscheck::server::Policy;
use crosscheck::server::Reason;
use crosscheck_service::PolicyHandle;
use crosscheck_service::PolicySnapshot;
use crosscheck_service::http_crate::HttpHead;
use http::HeaderValue;
use http::Request;
use http::Response;
use http::StatusCode;
use http::header;
use http::request::Parts;
use hyper::body::Body;
use hyper::body::Incoming;
use ipnet::IpNet;

use crate::AnswerBody;
use crate::AnsweredBy;
use crate::Backend;
use crate::Client;
use crate::Exchange;
use crate::Failure;
use crate::HeaderLines;
use crate::Limits;
use crate::Observer;
use crate::ReceivedHead;
use crate::RouteError;
use crate::ServerTls;
use crate::Upstream;
use crate::UpstreamCors;
use crate::hop;
use crate::phase::decide::decide;
use crate::phase::edit_answer::edit_answer;
use crate::phase::forward::Direct;
use crate::phase::forward::Forwarder;
use crate::phase::forward::forward;
use crate::phase::match_backend::target;
use crate::routes::Routes;
use crate::selector::Selector;
use crate::upgrade::WebSocket;

/// A reverse proxy that speaks CORS for what is behind it. Clones share everything, the pools of
/// connections to the upstreams included.
#[derive(Clone)]
pub struct Gateway {
    served: Arc<[Served]>,
    routes: Arc<Routes>,
    /// For what no backend serves.
    other: Arc<Selector>,
    observer: Option<Arc<dyn Observer>>,
    limits: Limits,
    trusted: Arc<[IpNet]>,
    balancers: Arc<[IpNet]>,
    tls: Option<ServerTls>,
    http2_in_the_clear: bool,
}

/// A backend at work.
struct Served {
    selector: Selector,
    cors: UpstreamCors,
    forwarder: Forwarder,
    blocks_refused: bool,
}

impl Gateway {
    /// A gateway that applies a policy in front of one upstream. Nothing is opened yet.
    pub fn new(policy: impl Into<PolicyHandle>, upstream: Upstream) -> Self {
        Self::of([Backend::new(policy, upstream)]).expect("one for everything has no neighbour")
    }

    /// A gateway in front of these servers. Who is for a host comes before who is for any, then the longest
    /// path wins; a path that servers could read as another backend's is refused with 400.
    ///
    /// Fails on a host or a path that is none, and on two backends for the same.
    pub fn of(backends: impl Into<Vec<Backend>>) -> Result<Self, RouteError> {
        let (backends, limits) = (backends.into(), Limits::default());
        let routes = Arc::new(Routes::new(&backends)?);
        let served = backends.into_iter().map(|backend| {
            let prefix = if backend.strips_path { backend.path.as_str() } else { "" };
            let forwarder = Forwarder::new(backend.upstream, &limits)
                .with_host(backend.host_header)
                .without_prefix(prefix)
                .anonymous(backend.anonymous);
            Served {
                selector: backend.selector,
                cors: backend.cors,
                forwarder,
                blocks_refused: backend.blocks_refused,
            }
        });
        Ok(Self {
            served: served.collect(),
            routes,
            other: Arc::new(Selector::new(PolicyHandle::new(Policy::off()).reader())),
            observer: None,
            limits,
            trusted: Arc::default(),
            balancers: Arc::default(),
            tls: None,
            http2_in_the_clear: false,
        })
    }

    /// The same gateway with that policy on its own answers to what no backend serves; by default no page
    /// may read them.
    #[must_use]
    pub fn otherwise(mut self, policy: impl Into<PolicyHandle>) -> Self {
        self.other = Arc::new(Selector::new(policy.into().reader()));
        self
    }

    /// The same gateway, telling an observer of every exchange.
    ///
    /// Nothing else changes: what it does not look at costs nothing, but for a copy of the heads of those requests that are
    /// not passed on line by line.
    #[must_use]
    pub fn observe(mut self, observer: impl Observer) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// The same gateway behind proxies in these networks: what they say of the client in
    /// `X-Forwarded-*` is kept. Of everybody else it is replaced; by default of all.
    #[must_use]
    pub fn trust(mut self, networks: impl Into<Arc<[IpNet]>>) -> Self {
        self.trusted = networks.into();
        self
    }

    /// The same gateway behind balancers in these networks, each of whose connections begins with the PROXY
    /// protocol, version 1 or 2: the client is who they say. Of anybody else those bytes are no request.
    #[must_use]
    pub fn expect_proxy_protocol(mut self, networks: impl Into<Arc<[IpNet]>>) -> Self {
        self.balancers = networks.into();
        self
    }

    /// The same gateway, speaking TLS with its clients, and nothing else. A clone from before speaks plain
    /// HTTP still, on a listener of its own.
    #[must_use]
    pub fn secure(mut self, tls: ServerTls) -> Self {
        self.tls = Some(tls);
        self
    }

    /// The same gateway, understanding clients that speak HTTP/2 without TLS, of which they know beforehand
    /// (`h2c`): other proxies and tools. Over TLS both sides agree on it anyway.
    #[must_use]
    pub fn speak_http2_in_the_clear(mut self) -> Self {
        self.http2_in_the_clear = true;
        self
    }

    /// The same gateway with other bounds.
    #[must_use]
    pub fn limit(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self.with_own_connections()
    }

    /// The same gateway with connections to the upstreams of its own: one per thread needs no locks.
    #[must_use]
    pub(crate) fn with_own_connections(mut self) -> Self {
        let served = self.served.iter().map(|served| Served {
            selector: served.selector.clone(),
            cors: served.cors,
            forwarder: served.forwarder.clone().with_own_connections(&self.limits),
            blocks_refused: served.blocks_refused,
        });
        self.served = served.collect();
        self.other = Arc::new((*self.other).clone());
        self
    }

    /// The bounds in force.
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(crate) const fn tls(&self) -> Option<&ServerTls> {
        self.tls.as_ref()
    }

    /// Whether connections from there begin with the PROXY protocol.
    pub(crate) fn is_balancer(&self, address: SocketAddr) -> bool {
        let address = address.ip().to_canonical();
        self.balancers.iter().any(|network| network.contains(&address))
    }

    pub(crate) const fn speaks_http2_in_the_clear(&self) -> bool {
        self.http2_in_the_clear
    }

    /// The servers behind it, in the order in which it was given them.
    pub fn upstreams(&self) -> impl Iterator<Item = &Upstream> {
        self.served.iter().map(|served| served.forwarder.upstream())
    }

    /// What is known of whoever connects from there.
    pub fn client(&self, address: SocketAddr) -> Client {
        Client::new(address, &self.trusted)
    }

    pub(crate) fn observer(&self) -> Option<&dyn Observer> {
        self.observer.as_deref()
    }

    /// The number of a backend, who passes a request on to it, and the policy for it, where it is enough to know its host
    /// and path: neither policy nor upstream wants to know more. In: the host and the path.
    pub(crate) fn direct(
        &self,
        host: &[u8],
        path: &str,
    ) -> Option<(usize, Direct<'_>, Arc<PolicySnapshot>)> {
        let number = self.routes.find(Some(host), path).ok()?;
        let served = &self.served[number];
        let is_simple = served.cors == UpstreamCors::Stripped && !served.blocks_refused;
        let direct = served.forwarder.direct().filter(|_| is_simple)?;
        Some((number, direct, served.selector.select_by_host(host)?))
    }

    /// Answers one request: every phase but the first. Never fails: what goes wrong is an answer.
    pub async fn handle(
        &self,
        request: Request<Incoming>,
        client: &Client,
    ) -> Response<AnswerBody> {
        let (request, body) = request.into_parts();
        self.answer(request, Some(body).filter(|body| !body.is_end_stream()), client).await
    }

    /// The same of a request's head, and of its body if it has one.
    pub(crate) async fn answer(
        &self,
        mut request: Parts,
        body: Option<Incoming>,
        client: &Client,
    ) -> Response<AnswerBody> {
        client.flow().set_owes_body(body.is_some());
        let received = self.observer.as_ref().map(|_| (request.clone(), Instant::now()));

        let websocket = WebSocket::asked(&mut request);
        let host = hop::host(&request).map_err(Failure::Request);
        let asked = host.as_ref().ok().and_then(Option::as_ref).map(HeaderValue::as_bytes);
        let found = self.routes.find(asked, request.uri.path());
        let backend = found.map(|number| &self.served[number]);
        let selector = backend.map_or(&*self.other, |backend| &backend.selector);
        let head = HttpHead::from(&request);
        let policy = selector.select(&head);
        let decision = decide(&policy, head, &request, client);
        let origin = request.headers.get(header::ORIGIN).cloned();

        let forwarded = match (host, &decision, target(&request), backend) {
            (Err(failure), ..) => Err(failure),
            (_, Decision::Preflight { status, .. }, ..) => Ok(preflight_answer(*status)),
            (_, _, None, _) => Err(Failure::Target),
            (.., Err(Reason::PathAmbiguous)) => Err(Failure::PathAmbiguous),
            (.., Err(_)) => Err(Failure::NoBackend),
            (.., Ok(_)) if websocket.is_some() && matches!(decision.verdict(), Some(Err(_))) => {
                Err(Failure::WebSocketRefused)
            }
            (.., Ok(backend))
                if backend.blocks_refused && matches!(decision.verdict(), Some(Err(_))) =>
            {
                Err(Failure::PageRefused)
            }
            (Ok(host), _, Some(target), Ok(backend)) => {
                let request = (request, body, websocket);
                forward(&backend.forwarder, request, target, host, client).await
            }
        };
        let answered_by = match (&forwarded, &decision) {
            (Ok(_), Decision::Preflight { .. }) | (Err(_), _) => AnsweredBy::Gateway,
            (Ok(_), _) => AnsweredBy::Upstream,
        };
        let (mut answer, mut failure) = match forwarded {
            Ok(answer) => (answer, None),
            Err(failure) => (failure.answer(), Some(failure)),
        };

        let cors = backend.map_or(UpstreamCors::Stripped, |backend| backend.cors);
        let said = cors.read(answer.headers(), &decision);
        edit_answer(answer.headers_mut(), origin.as_ref(), &policy, &decision);
        if said.settle(answer.headers_mut()).is_err() {
            answer = Failure::Conflict.answer();
            failure = Some(Failure::Conflict);
            edit_answer(answer.headers_mut(), origin.as_ref(), &policy, &decision);
        }
        if let (Some(observer), Some((received, since))) = (&self.observer, &received) {
            observer.answered(&Exchange {
                client: client.address(),
                request: ReceivedHead::of(received),
                backend: found.ok(),
                policy: &policy,
                decision: &decision,
                answered_by,
                failure: failure.as_ref(),
                response_status: answer.status(),
                response_headers: HeaderLines::of(answer.headers()),
                took: since.elapsed(),
            });
        }
        answer
    }
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway")
            .field("upstreams", &self.upstreams().collect::<Vec<_>>())
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// The answer to a preflight, bare: no body in either case.
fn preflight_answer(status: u16) -> Response<AnswerBody> {
    let mut answer = Response::new(AnswerBody::EMPTY);
    // A status that does not exist would refuse, which is the safe side.
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::FORBIDDEN);
    answer
}
