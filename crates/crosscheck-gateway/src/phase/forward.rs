//! Phase 4: the request goes to the upstream, its answer comes back, both bodies streaming.
//!
//! Owns what belongs to one hop only, what the upstream is told of the client, the connections to
//! the upstream, and the words for their failures. Reads no header of CORS.

use std::error::Error;
use std::hash::BuildHasher;
use std::hash::Hasher;
use std::hash::RandomState;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use http::HeaderName;
use http::HeaderValue;
use http::Request;
use http::Response;
use http::StatusCode;
use http::Version;
use http::header;
use http::request::Parts;
use http::uri::PathAndQuery;
use hyper::body::Body;
use hyper::body::Frame;
use hyper::body::Incoming;
use hyper::body::SizeHint;
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use hyper_util::rt::TokioTimer;

use crate::AnswerBody;
use crate::Limits;
use crate::Upstream;

/// What it takes to forward: where to, over which connections, under which name.
#[derive(Clone)]
pub(crate) struct Forwarder {
    upstream: Arc<Upstream>,
    /// This gateway's name in `CDN-Loop`: a request that carries it already has been here.
    mark: HeaderValue,
    answer_within: Duration,
    client: Client,
}

/// Connections to the upstream, kept and used again.
type Client = legacy::Client<HttpConnector, Upload>;

impl Forwarder {
    pub(crate) fn new(upstream: Upstream, limits: &Limits) -> Self {
        Self {
            upstream: Arc::new(upstream),
            mark: loop_mark(),
            answer_within: limits.answer,
            client: client(limits),
        }
    }

    /// The same, within these limits and with a pool of connections of its own.
    pub(crate) fn with_own_connections(self, limits: &Limits) -> Self {
        Self { answer_within: limits.answer, client: client(limits), ..self }
    }

    pub(crate) fn upstream(&self) -> &Upstream {
        &self.upstream
    }
}

fn client(limits: &Limits) -> Client {
    let mut connector = HttpConnector::new();
    connector.set_connect_timeout(Some(limits.connect));
    connector.set_nodelay(true);
    legacy::Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(IDLE_UPSTREAM_CONNECTION)
        .set_host(false)
        .build(connector)
}

/// Sends the request on and waits for the head of the answer.
pub(crate) async fn forward(
    Forwarder { upstream, mark, answer_within, client }: &Forwarder,
    mut request: Parts,
    target: PathAndQuery,
    body: Incoming,
    peer: SocketAddr,
) -> Result<Response<AnswerBody>, Failure> {
    if has_been_here(&request.headers, mark) {
        return Err(Failure::Loop);
    }
    request.uri = upstream.uri(target).map_err(|_| Failure::Target)?;
    request.version = Version::HTTP_11;
    tell_of_client(&mut request.headers, peer);
    if request.headers.contains_key(header::TRANSFER_ENCODING) {
        // A length beside it is a lie at best, smuggling at worst.
        request.headers.remove(header::CONTENT_LENGTH);
    }
    strip_hop_by_hop(&mut request.headers);
    // The body is asked for at once, which is what this header waits for.
    request.headers.remove(header::EXPECT);
    request.headers.insert(header::HOST, upstream.host().clone());
    append_to_list(&mut request.headers, CDN_LOOP, mark.clone());

    let (upload, progress) = Upload::new(body);
    let mut answering = std::pin::pin!(client.request(Request::from_parts(request, upload)));
    let mut seen = 0;
    let answer = loop {
        match tokio::time::timeout(*answer_within, answering.as_mut()).await {
            Ok(answer) => break answer.map_err(Failure::of)?,
            Err(_) => {
                let now = progress.as_ref().map_or(seen, |p| p.load(Ordering::Relaxed));
                if now == seen {
                    return Err(Failure::AnswerTimeout);
                }
                seen = now;
            }
        }
    };
    let (mut head, body) = answer.into_parts();
    head.version = Version::HTTP_11;
    head.extensions.clear();
    strip_hop_by_hop(&mut head.headers);
    Ok(Response::from_parts(head, AnswerBody::upstream(body)))
}

/// Why the upstream gave no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// The request's target cannot be put to an upstream.
    #[error("the request asks for a tunnel or for the server as a whole")]
    Target,
    /// The request came back: what it was forwarded to leads here.
    #[error("the upstream leads back to the gateway")]
    Loop,
    /// No connection came about.
    #[error("the upstream cannot be reached")]
    Connect(#[source] legacy::Error),
    /// None came about in time.
    #[error("the upstream cannot be reached in time")]
    ConnectTimeout,
    /// A connection came about, an answer did not.
    #[error("the upstream broke off before it answered")]
    BrokenOff(#[source] legacy::Error),
    /// The upstream took the request and kept silent.
    #[error("the upstream does not answer in time")]
    AnswerTimeout,
}

impl Failure {
    fn of(error: legacy::Error) -> Self {
        if !error.is_connect() {
            return Self::BrokenOff(error);
        }
        let mut source = error.source();
        while let Some(cause) = source {
            if cause.downcast_ref().is_some_and(|e: &io::Error| e.kind() == io::ErrorKind::TimedOut)
            {
                return Self::ConnectTimeout;
            }
            source = cause.source();
        }
        Self::Connect(error)
    }

    /// The answer in the upstream's place: who is to blame, and what to do, in plain text.
    pub(crate) fn answer(&self) -> Response<AnswerBody> {
        let (status, text) = match self {
            Self::Target => (
                StatusCode::BAD_REQUEST,
                "the gateway forwards requests for a path only\n\
                 hint: ask for a path, such as `/`; tunnels (CONNECT) and `*` have none\n",
            ),
            Self::Loop => (
                StatusCode::LOOP_DETECTED,
                "the server behind the gateway is the gateway itself\n\
                 hint: correct the gateway's upstream, or where it listens\n",
            ),
            Self::Connect(_) => (
                StatusCode::BAD_GATEWAY,
                "the gateway cannot reach the server behind it\n\
                 hint: start that server, or correct the gateway's upstream\n",
            ),
            Self::ConnectTimeout => (
                StatusCode::GATEWAY_TIMEOUT,
                "the gateway cannot reach the server behind it in time\n\
                 hint: see whether a firewall is between them, or correct the gateway's upstream\n",
            ),
            Self::BrokenOff(_) => (
                StatusCode::BAD_GATEWAY,
                "the server behind the gateway broke off before it answered\n\
                 hint: look into that server's log; it must speak HTTP/1.1 without TLS\n",
            ),
            Self::AnswerTimeout => (
                StatusCode::GATEWAY_TIMEOUT,
                "the server behind the gateway does not answer in time\n\
                 hint: look into that server's log for what it waits for\n",
            ),
        };
        let mut answer = Response::new(AnswerBody::text(text));
        *answer.status_mut() = status;
        answer
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
        answer
    }
}

/// A request's body on its way, counting the parts that the upstream took.
pub(crate) struct Upload {
    body: Incoming,
    progress: Option<Arc<AtomicU64>>,
}

impl Upload {
    fn new(body: Incoming) -> (Self, Option<Arc<AtomicU64>>) {
        let progress = (!body.is_end_stream()).then(Arc::default);
        (Self { body, progress: progress.clone() }, progress)
    }
}

impl Body for Upload {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if let (Poll::Ready(_), Some(progress)) = (&polled, &self.progress) {
            progress.fetch_add(1, Ordering::Relaxed);
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Adds to `X-Forwarded-For`, `-Host` and `-Proto` what this hop saw, after what earlier hops said.
fn tell_of_client(headers: &mut HeaderMap, peer: SocketAddr) {
    if let Ok(address) = HeaderValue::try_from(peer.ip().to_canonical().to_string()) {
        append_to_list(headers, X_FORWARDED_FOR, address);
    }
    if let Some(host) = headers.get(header::HOST).cloned() {
        append_to_list(headers, X_FORWARDED_HOST, host);
    }
    append_to_list(headers, X_FORWARDED_PROTO, HeaderValue::from_static("http"));
}

/// Makes one line of all lines with that name and one more item.
fn append_to_list(headers: &mut HeaderMap, name: HeaderName, item: HeaderValue) {
    if !headers.contains_key(&name) {
        headers.insert(name, item);
        return;
    }
    let mut list = Vec::new();
    for line in headers.get_all(&name) {
        list.extend_from_slice(line.as_bytes());
        list.extend_from_slice(b", ");
    }
    list.extend_from_slice(item.as_bytes());
    let list = HeaderValue::from_bytes(&list).unwrap_or(item);
    headers.insert(name, list);
}

/// A name for a gateway in `CDN-Loop`, unlike that of any other.
///
/// `Via` would do as well, but servers take it for a sign to do less: nginx stops compressing.
///
/// Spec: <https://www.rfc-editor.org/rfc/rfc8586.html>
pub(crate) fn loop_mark() -> HeaderValue {
    let unlike_others = RandomState::new().build_hasher().finish();
    HeaderValue::try_from(format!("crosscheck-{unlike_others:016x}"))
        .unwrap_or(HeaderValue::from_static("crosscheck"))
}

fn has_been_here(headers: &HeaderMap, mark: &HeaderValue) -> bool {
    headers
        .get_all(CDN_LOOP)
        .into_iter()
        .flat_map(|line| line.as_bytes().split(|b| *b == b','))
        .any(|name| name.trim_ascii() == mark.as_bytes())
}

/// Takes away what belongs to one connection: the fixed names, and those that `Connection` lists.
///
/// Spec: <https://httpwg.org/specs/rfc9110.html#field.connection>
fn strip_hop_by_hop(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> = headers
        .get_all(header::CONNECTION)
        .into_iter()
        .flat_map(|line| line.as_bytes().split(|b| *b == b','))
        .filter_map(|name| HeaderName::from_bytes(name.trim_ascii()).ok())
        .collect();
    for name in named {
        headers.remove(name);
    }
    for name in HOP_BY_HOP {
        headers.remove(name);
    }
}

const HOP_BY_HOP: [HeaderName; 8] = [
    header::CONNECTION,
    HeaderName::from_static("keep-alive"),
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    HeaderName::from_static("proxy-connection"),
    header::TE,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

const CDN_LOOP: HeaderName = HeaderName::from_static("cdn-loop");
const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// How long an unused connection to the upstream is kept.
const IDLE_UPSTREAM_CONNECTION: Duration = Duration::from_secs(60);
