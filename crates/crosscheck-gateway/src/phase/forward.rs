//! Phase 4: the request goes to the upstream, its answer comes back, both bodies streaming.
//!
//! Owns the order of what is done to both heads, and when a request is sent a second time. Reads no
//! header of CORS.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use http::HeaderValue;
use http::Request;
use http::Response;
use http::StatusCode;
use http::Uri;
use http::Version;
use http::header;
use http::request::Parts;
use http::uri::PathAndQuery;
use hyper::body::Body;
use hyper::body::Incoming;

use crate::AnswerBody;
use crate::Client;
use crate::Failure;
use crate::HostHeader;
use crate::Limits;
use crate::Upstream;
use crate::client_claims::is_claim;
use crate::hop;
use crate::hop::RequestError;
use crate::location::lead_back;
use crate::loop_mark::LoopMark;
use crate::phase::match_backend::without_prefix;
use crate::request_body::Taken;
use crate::request_body::Upload;
use crate::upgrade::WebSocket;
use crate::upstream::carrier::Carrier;
use crate::upstream::http1::answer_head::AnswerHead;
use crate::upstream::http1::connection::Connection;
use crate::upstream::http1::connection::ExchangeError;
use crate::upstream::http1::request_head::RequestLength;
use crate::upstream::http1::sending::Outgoing;
use crate::upstream::http2;
use crate::upstream::pool::ConnectError;
use crate::upstream::pool::Lease;
use crate::upstream::pool::Lent;
use crate::upstream::pool::Pool;

/// What it takes to forward: where to, over which connections, under which name.
#[derive(Clone)]
pub(crate) struct Forwarder {
    pool: Arc<Pool>,
    mark: LoopMark,
    host: HostHeader,
    /// Taken off the paths of requests, and put before those of answers; empty for none.
    prefix: Arc<str>,
    /// Whether it asks without cookies, and says nothing of the client.
    is_anonymous: bool,
    progress_within: Duration,
    header_lines: usize,
}

impl Forwarder {
    pub(crate) fn new(upstream: Upstream, limits: &Limits) -> Self {
        Self {
            pool: Arc::new(Pool::new(Arc::new(upstream), limits)),
            mark: LoopMark::new(),
            host: HostHeader::default(),
            prefix: Arc::from(""),
            is_anonymous: false,
            progress_within: limits.progress,
            header_lines: limits.header_lines,
        }
    }

    /// The same, within these limits and with connections of its own.
    pub(crate) fn with_own_connections(self, limits: &Limits) -> Self {
        Self {
            pool: Arc::new(self.pool.another(limits)),
            progress_within: limits.progress,
            header_lines: limits.header_lines,
            ..self
        }
    }

    /// The same with that `Host`.
    pub(crate) fn with_host(self, host: HostHeader) -> Self {
        Self { host, ..self }
    }

    /// The same, asking for paths without that prefix.
    pub(crate) fn without_prefix(self, prefix: &str) -> Self {
        Self { prefix: prefix.trim_end_matches('/').into(), ..self }
    }

    /// The same, asking as nobody in particular, or not.
    pub(crate) fn anonymous(self, is_anonymous: bool) -> Self {
        Self { is_anonymous, ..self }
    }

    pub(crate) fn upstream(&self) -> &Upstream {
        self.pool.upstream()
    }

    /// This, if it changes nothing of a request but what it says of hosts and clients.
    pub(crate) fn direct(&self) -> Option<Direct<'_>> {
        let is_direct = self.prefix.is_empty() && !self.is_anonymous;
        (is_direct && !self.upstream().speaks_http2()).then_some(Direct(self))
    }

    /// Makes the answer of an upstream's that the client gets.
    fn receive(
        &self,
        (status, mut headers, carrier): Answered,
        client: &Client,
    ) -> Result<Response<AnswerBody>, Failure> {
        hop::strip_answer(status, &mut headers).map_err(Failure::AnswerHead)?;
        lead_back(&mut headers, self.upstream(), &self.prefix);
        if self.is_anonymous {
            headers.remove(header::SET_COOKIE);
        }
        let body = AnswerBody::upstream(self.progress_within, carrier, client.flow());
        Ok(answer(status, headers, body))
    }
}

/// A [`Forwarder`] that passes requests on as they came, over connections that are there.
#[derive(Clone, Copy)]
pub(crate) struct Direct<'f>(&'f Forwarder);

impl<'f> Direct<'f> {
    /// An idle connection, if there is one and nobody waits for it.
    pub(crate) fn take(self) -> Option<(Box<Connection>, Lent)> {
        let pool = &self.0.pool;
        let idle = if pool.has_line() { None } else { pool.take(false) };
        Some((idle?, pool.lend()))
    }

    /// The `Host` that the upstream gets. In: the one that the client asked for.
    pub(crate) fn host<'h>(self, asked: &'h [u8]) -> &'h [u8]
    where
        'f: 'h,
    {
        match self.0.host {
            HostHeader::Client => asked,
            HostHeader::Upstream => self.0.upstream().host().as_bytes(),
        }
    }

    /// What tells the upstream that the request has been here.
    pub(crate) fn mark(self) -> &'f [u8] {
        self.0.mark.as_bytes()
    }

    /// Makes the answer of an upstream's that the client gets.
    pub(crate) fn receive(
        self,
        (status, headers, lease): (StatusCode, HeaderMap, Lease),
        client: &Client,
    ) -> Result<Response<AnswerBody>, Failure> {
        self.0.receive((status, headers, Carrier::Http1(lease)), client)
    }
}

/// Beside a request: it has been sent over an idle connection, which was closing.
#[derive(Clone, Copy)]
pub(crate) struct SentBefore;

/// Sends the request on and waits for the head of the answer.
///
/// In: the request's head, its body if it has one, and the WebSocket that it asks for; what to ask the upstream for, the host
/// that was asked, and who asked.
pub(crate) async fn forward(
    forwarder: &Forwarder,
    (mut request, body, websocket): (Parts, Option<Incoming>, Option<WebSocket>),
    target: PathAndQuery,
    host: Option<HeaderValue>,
    client: &Client,
) -> Result<Response<AnswerBody>, Failure> {
    let upstream = forwarder.upstream();
    request.uri = match &*forwarder.prefix {
        "" => Uri::from(target),
        prefix => Uri::from(without_prefix(&target, prefix).ok_or(Failure::Target)?),
    };
    let takes_trailers = upstream.speaks_http2() && hop::takes_trailers(&request.headers);
    let expects = body.is_some() && hop::expects_to_continue(&request);
    hop::strip_request(&mut request.headers, !client.is_trusted()).map_err(Failure::Request)?;
    if expects {
        request.headers.insert(header::EXPECT, HeaderValue::from_static("100-continue"));
    }
    if request.version == Version::HTTP_2 {
        hop::translate_from_http2(&mut request.headers, body.is_some());
        // hyper counts the lines of HTTP/1.1 only.
        if request.headers.len() > forwarder.header_lines {
            return Err(Failure::Request(RequestError::HeaderLines));
        }
    }
    request.version = Version::HTTP_11;
    forwarder.mark.write(&mut request.headers).map_err(|_| Failure::Loop)?;
    forwarder.host.write(&mut request.headers, upstream.host(), host.as_ref());
    match forwarder.is_anonymous {
        false => client.write_forwarded(&mut request.headers, host),
        true => {
            request.headers.remove(header::COOKIE);
            hop::remove_where(&mut request.headers, is_claim);
        }
    }

    if websocket.is_some() && upstream.speaks_http2() {
        return Err(Failure::NoWebSocket);
    }
    if websocket.is_some() {
        WebSocket::ask(&mut request.headers);
    }

    let (upload, taken) = Upload::new(body, forwarder.progress_within, client.flow().clone());
    let (status, mut headers, carrier) = if upstream.speaks_http2() {
        http2::translate(&mut request, upstream.is_secure(), takes_trailers);
        send_over_http2(&forwarder.pool, request, upload, taken.as_deref()).await?
    } else {
        send(&forwarder.pool, request, upload, taken.as_deref()).await?
    };

    let carrier = match (websocket, carrier) {
        (Some(websocket), Carrier::Http1(lease)) if status == StatusCode::SWITCHING_PROTOCOLS => {
            let is_stream = websocket.is_stream();
            websocket.join(&headers, lease.into_connection()).map_err(Failure::AnswerHead)?;
            // What follows is no body, whatever length is said.
            hop::strip_answer(StatusCode::NO_CONTENT, &mut headers).map_err(Failure::AnswerHead)?;
            let status = WebSocket::agree(is_stream, &mut headers);
            return Ok(answer(status, headers, AnswerBody::EMPTY));
        }
        // The client would take it for a WebSocket that is open.
        (Some(websocket), _) if websocket.is_stream() && status.is_success() => {
            return Err(Failure::NoWebSocket);
        }
        (_, carrier) => carrier,
    };
    forwarder.receive((status, headers, carrier), client)
}

fn answer(status: StatusCode, headers: HeaderMap, body: AnswerBody) -> Response<AnswerBody> {
    let mut answer = Response::new(body);
    *answer.status_mut() = status;
    *answer.headers_mut() = headers;
    answer
}

/// Sends a request over an idle connection, else over a fresh one, else over the one that it gets in turn.
///
/// The upstream may close the first just then, and have no room for the second. What may be asked twice is sent
/// again, if nothing of an answer has come; nothing else is, but what has not been sent at all.
async fn send(
    pool: &Arc<Pool>,
    mut request: Parts,
    body: Upload,
    taken: Option<&Taken>,
) -> Result<Answered, Failure> {
    let length = RequestLength::write(body.size_hint().exact(), &mut request);
    let may_repeat = request.method.is_idempotent() && body.is_empty();
    let waits = !body.is_empty() && request.headers.contains_key(header::EXPECT);
    let mut outgoing = Some(Outgoing { body, length, waits });
    // Out: the answer, or why there is none, if it may be asked for once more.
    let mut try_over = async |mut connection: Box<Connection>, lent: Lent| {
        let again = Outgoing { body: Upload::EMPTY, length, waits };
        match connection.send(&request, outgoing.take().unwrap_or(again), taken).await {
            Ok(AnswerHead { status, headers, .. }) => {
                let lease = Lease::new(lent, connection, &headers);
                Ok(Ok((status, headers, Carrier::Http1(lease))))
            }
            Err(error @ ExchangeError::Closed(_)) if may_repeat => Ok(Err(Failure::of(error))),
            Err(error) => Err(Failure::of(error)),
        }
    };
    // What comes back is for those in line; whether there is room for more, a fresh one tells.
    let was_sent = request.extensions.get::<SentBefore>().is_some();
    if !was_sent
        && !pool.has_line()
        && let Some(idle) = pool.take(!may_repeat)
        && let Ok(answered) = try_over(idle, pool.lend()).await?
    {
        return Ok(answered);
    }
    let failure = match pool.connect().await {
        Ok(fresh) => match try_over(fresh, pool.lend()).await? {
            Ok(answered) => return Ok(answered),
            Err(failure) => failure,
        },
        // Nothing has been sent. Others are answered, so that it is busy and not down.
        Err(error @ ConnectError::Failed(_)) if pool.is_busy() => Failure::from(error),
        Err(error) => return Err(error.into()),
    };
    match pool.in_turn().await {
        Some((connection, lent)) => try_over(connection, lent).await?,
        None => Err(failure),
    }
}

/// Sends a request over the connection that all share. The upstream may end that just then: the same rule.
async fn send_over_http2(
    pool: &Pool,
    mut request: Parts,
    body: Upload,
    taken: Option<&Taken>,
) -> Result<Answered, Failure> {
    RequestLength::write(body.size_hint().exact(), &mut request);
    request.headers.remove(header::TRANSFER_ENCODING);
    request.version = Version::HTTP_2;
    let may_repeat = request.method.is_idempotent() && body.is_empty();
    let again = may_repeat.then(|| request.clone());
    let request = Request::from_parts(request, body);
    let mut sent = http2::send(pool.share(false).await?, request, taken, pool.limits()).await;
    if let (Err(ExchangeError::Closed(_)), Some(again)) = (&sent, again) {
        let request = Request::from_parts(again, Upload::EMPTY);
        sent = http2::send(pool.share(true).await?, request, taken, pool.limits()).await;
    }
    let (head, body) = sent.map_err(Failure::of)?.into_parts();
    if head.headers.len() > pool.limits().header_lines {
        // h2 counts bytes alone.
        return Err(Failure::AnswerTooLarge);
    }
    Ok((head.status, head.headers, Carrier::Http2(body)))
}

/// An answer's head, and what its body is read from.
type Answered = (StatusCode, HeaderMap, Carrier);
