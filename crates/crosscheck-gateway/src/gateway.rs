//! The pipeline: a request through the phases.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use crosscheck::server::Decision;
use crosscheck::server::Edits;
use http::HeaderValue;
use http::Request;
use http::Response;
use http::StatusCode;
use http::header;
use http::request::Parts;
use http_body_util::Either;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::body::Incoming;

use crate::answer::apply;
use crate::answer::strip_cors;
use crate::decide::Head;
use crate::forward::ForwardError;
use crate::forward::Forwarder;
use crate::observer::AnsweredBy;
use crate::observer::Exchange;
use crate::observer::Observer;
use crate::policies::Policies;
use crate::upstream::Upstream;

/// The body of an answer: the upstream's, streamed, or a short one of the gateway's own.
pub type AnswerBody = Either<Incoming, Full<Bytes>>;

/// Policies in front of an upstream. Cheap to clone; clones share the observer and the policies.
///
/// Connections to the upstream belong to the runtime that made them: [`run`](crate::run()) gives
/// each of its runtimes a pool of its own.
#[derive(Clone)]
pub struct Gateway {
    policies: Arc<dyn Policies>,
    observer: Option<Arc<dyn Observer>>,
    upstream: Upstream,
    forwarder: Forwarder,
}

impl Gateway {
    /// A gateway with these policies in front of that upstream.
    pub fn new(policies: impl Policies, upstream: Upstream) -> Self {
        let forwarder = Forwarder::new(upstream.clone());
        Self { policies: Arc::new(policies), observer: None, upstream, forwarder }
    }

    /// Shows every exchange to an observer.
    #[must_use]
    pub fn observe(mut self, observer: impl Observer) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// The same gateway with a pool of connections of its own.
    pub(crate) fn with_own_pool(&self) -> Self {
        Self { forwarder: Forwarder::new(self.upstream.clone()), ..self.clone() }
    }

    /// Takes a request through the phases. Never fails: what goes wrong is an answer too, and
    /// carries the policy's headers like any other.
    pub async fn handle(
        &self,
        request: Request<Incoming>,
        peer: Option<IpAddr>,
    ) -> Response<AnswerBody> {
        let (parts, body) = request.into_parts();
        let decision =
            self.policies.select(parts.uri.path()).map(|policy| policy.decide(&Head::of(&parts)));
        if let Some(Decision::Preflight { status, edits, .. }) = &decision {
            return self.finish(&parts, own_answer(*status, ""), Some(edits), AnsweredBy::Gateway);
        }
        let edits = decision.as_ref().map(Decision::edits);
        match self.forwarder.forward(&parts, body, peer).await {
            Ok(answer) => {
                let mut answer = answer.map(Either::Left);
                if edits.is_some() {
                    strip_cors(answer.headers_mut());
                }
                self.finish(&parts, answer, edits, AnsweredBy::Upstream)
            }
            Err(ForwardError { status, message }) => {
                let answer = own_answer(status.as_u16(), message);
                self.finish(&parts, answer, edits, AnsweredBy::Gateway)
            }
        }
    }

    fn finish(
        &self,
        request: &Parts,
        mut answer: Response<AnswerBody>,
        edits: Option<&Edits<'_>>,
        answered_by: AnsweredBy,
    ) -> Response<AnswerBody> {
        if let Some(edits) = edits {
            apply(edits, answer.headers_mut());
        }
        if let Some(observer) = &self.observer {
            observer.answered(&Exchange {
                request,
                response_status: answer.status(),
                response_headers: answer.headers(),
                answered_by,
            });
        }
        answer
    }
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway").field("upstream", &self.upstream).finish_non_exhaustive()
    }
}

fn own_answer(status: u16, message: &'static str) -> Response<AnswerBody> {
    let mut answer =
        Response::new(Either::Right(Full::new(Bytes::from_static(message.as_bytes()))));
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
    if !message.is_empty() {
        let text = HeaderValue::from_static("text/plain; charset=utf-8");
        answer.headers_mut().insert(header::CONTENT_TYPE, text);
    }
    answer
}
