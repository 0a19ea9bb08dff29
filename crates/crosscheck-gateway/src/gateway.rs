//! The gateway itself, and the pipeline of its phases.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use crosscheck::server::Decision;
use http::Request;
use http::Response;
use http::StatusCode;
use http::header;
use hyper::body::Body;
use hyper::body::Incoming;
use ipnet::IpNet;

use crate::AnswerBody;
use crate::AnsweredBy;
use crate::Client;
use crate::Exchange;
use crate::Failure;
use crate::HostHeader;
use crate::Limits;
use crate::Observer;
use crate::Policies;
use crate::ServerTls;
use crate::Upstream;
use crate::hop;
use crate::phase::decide::decide;
use crate::phase::edit_answer::edit_answer;
use crate::phase::forward::Forwarder;
use crate::phase::forward::forward;
use crate::phase::match_policy::match_policy;

/// A reverse proxy that speaks CORS for what is behind it. Clones share everything, the pool of
/// connections to the upstream included.
#[derive(Clone)]
pub struct Gateway {
    policies: Arc<dyn Policies>,
    observer: Option<Arc<dyn Observer>>,
    limits: Limits,
    trusted: Arc<[IpNet]>,
    tls: Option<ServerTls>,
    forwarder: Forwarder,
}

impl Gateway {
    /// A gateway that applies these policies in front of that upstream. Nothing is opened yet.
    pub fn new(policies: impl Policies, upstream: Upstream) -> Self {
        let limits = Limits::default();
        Self {
            policies: Arc::new(policies),
            observer: None,
            limits,
            trusted: Arc::default(),
            tls: None,
            forwarder: Forwarder::new(upstream, &limits),
        }
    }

    /// The same gateway, telling an observer of every exchange.
    ///
    /// Costs a copy of each request's head.
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

    /// The same gateway, speaking TLS with its clients, and nothing else. A clone from before speaks plain
    /// HTTP still, on a listener of its own.
    #[must_use]
    pub fn secure(mut self, tls: ServerTls) -> Self {
        self.tls = Some(tls);
        self
    }

    /// The same gateway, sending the upstream that `Host`.
    #[must_use]
    pub fn send_host(mut self, host: HostHeader) -> Self {
        self.forwarder = self.forwarder.with_host(host);
        self
    }

    /// The same gateway with other bounds.
    #[must_use]
    pub fn limit(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self.with_own_connections()
    }

    /// The same gateway with connections to the upstream of its own: one per thread needs no locks.
    #[must_use]
    pub(crate) fn with_own_connections(mut self) -> Self {
        self.forwarder = self.forwarder.with_own_connections(&self.limits);
        self
    }

    /// The bounds in force.
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(crate) const fn tls(&self) -> Option<&ServerTls> {
        self.tls.as_ref()
    }

    /// What is known of whoever connects from there.
    pub fn client(&self, address: SocketAddr) -> Client {
        Client::new(address, &self.trusted)
    }

    /// Answers one request: every phase but the first. Never fails: what goes wrong is an answer.
    pub async fn handle(
        &self,
        request: Request<Incoming>,
        client: &Client,
    ) -> Response<AnswerBody> {
        let (request, body) = request.into_parts();
        client.flow().set_owes_body(!body.is_end_stream());
        let received = self.observer.as_ref().map(|_| request.clone());

        let host = hop::host(&request).map_err(Failure::Request);
        let matched = match_policy(&*self.policies, &request);
        let policy = matched.policy.as_deref();
        let decision = policy.map(|policy| decide(policy, &request, client));
        let origin = request.headers.get(header::ORIGIN).cloned();

        let forwarded = match (host, &decision, matched.target) {
            (Err(failure), _, _) => Err(failure),
            (_, Some(Decision::Preflight { status, .. }), _) => Ok(preflight_answer(*status)),
            (_, _, None) => Err(Failure::Target),
            (Ok(host), _, Some(target)) => {
                forward(&self.forwarder, request, target, host, body, client).await
            }
        };
        let answered_by = match (&forwarded, &decision) {
            (Ok(_), Some(Decision::Preflight { .. })) | (Err(_), _) => AnsweredBy::Gateway,
            (Ok(_), _) => AnsweredBy::Upstream,
        };
        let (mut answer, failure) = match forwarded {
            Ok(answer) => (answer, None),
            Err(failure) => (failure.answer(), Some(failure)),
        };

        if let (Some(policy), Some(decision)) = (policy, &decision) {
            edit_answer(answer.headers_mut(), origin.as_ref(), policy, decision);
        }
        if let (Some(observer), Some(received)) = (&self.observer, &received) {
            observer.answered(&Exchange {
                client: client.address(),
                request: received,
                decision: decision.as_ref(),
                answered_by,
                failure: failure.as_ref(),
                response_status: answer.status(),
                response_headers: answer.headers(),
            });
        }
        answer
    }
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway")
            .field("upstream", self.forwarder.upstream())
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
