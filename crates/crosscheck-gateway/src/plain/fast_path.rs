//! The fast path: a request that needs neither a map of headers nor memory of its own.
//!
//! Whatever is not of that kind, or turns out not to be, goes the way of all plain requests: what the client gets, and
//! what the upstream is asked, is the same to the byte.

use std::future::Future;
use std::future::poll_fn;
use std::ops::Range;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Instant;

use crosscheck::server::Decision;
use crosscheck::server::EditPlan;
use crosscheck::server::RequestHead;
use crosscheck_service::PolicySnapshot;
use crosscheck_service::http_crate::edit_answer;
use http::HeaderValue;
use http::Response;
use http::StatusCode;
use tokio::io::AsyncRead;

use crate::AnswerBody;
use crate::AnsweredBy;
use crate::Client;
use crate::Failure;
use crate::Gateway;
use crate::HeaderLines;
use crate::drain::Ending;
use crate::phase::forward::Direct;
use crate::plain::answer::LengthLine;
use crate::plain::answer::write_end;
use crate::plain::answer::write_status;
use crate::plain::early::Early;
use crate::plain::policy_lines::write_policy;
use crate::plain::raw_answer::pass_on;
use crate::plain::raw_request::Added;
use crate::plain::request::parse;
use crate::plain::watching::Answered;
use crate::plain::watching::Watching;
use crate::room;
use crate::upstream::http1::connection::Connection;
use crate::upstream::http1::connection::ExchangeError;
use crate::upstream::http1::connection::Said;
use crate::upstream::pool::Lease;
use crate::upstream::pool::Lent;

/// How a request begins.
pub(super) enum Begun<'g> {
    /// It is answered in full: nothing has been done yet.
    InFull,
    /// It is a preflight, and its answer is written.
    Answered { is_last: bool },
    /// It is to go to the upstream; its head is written.
    Forwarded(Forwarded<'g>),
}

/// A request on its way to the upstream.
pub(super) struct Forwarded<'g> {
    connection: Box<Connection>,
    lent: Lent,
    direct: Direct<'g>,
    policy: Arc<PolicySnapshot>,
    plan: EditPlan,
    /// Where the request's `Origin` stands.
    origin: Range<usize>,
    lines: usize,
    watching: Option<Watching<'g>>,
}

/// What came of a request.
pub(super) enum Came {
    /// The client's answer is written, whole; whether it says that it is the last one.
    Whole { answer: Vec<u8>, is_last: bool },
    /// An answer of another kind, or one of the gateway's own.
    Answer(Response<AnswerBody>),
    /// Nothing yet: it is to be answered in full. Whether it was sent over a connection that was closing.
    Nothing { was_sent: bool },
    /// The client has hung up.
    HungUp,
}

/// Decides on a request. In: its bytes; whether it is time to end; where to write.
pub(super) fn begin<'g>(
    gateway: &'g Gateway,
    client: &Client,
    bytes: &[u8],
    ending: &Ending,
    to: &mut Vec<u8>,
) -> Begun<'g> {
    try_begin(gateway, client, bytes, ending, to).unwrap_or(Begun::InFull)
}

fn try_begin<'g>(
    gateway: &'g Gateway,
    client: &Client,
    bytes: &[u8],
    ending: &Ending,
    to: &mut Vec<u8>,
) -> Option<Begun<'g>> {
    if client.is_trusted() {
        return None;
    }
    let observer = gateway.observer().map(|observer| (observer, Instant::now()));
    parse(bytes, gateway.limits(), |request| {
        let request = request.raw(client.is_secure())?;
        let path = request.path();
        let (backend, direct, policy) = gateway.direct(request.host, path)?;
        let decision = policy.decide(&request);
        let watching = observer.map(|observer| Watching::new(observer, backend, &decision));
        let edits = decision.edits();
        if let Decision::Preflight { status, .. } = decision {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::FORBIDDEN);
            write_status(status, to);
            let start = to.len();
            write_policy(edits, request.origin.unwrap_or_default(), to);
            if let Some(watching) = watching {
                let headers = HeaderLines::of_lines(to.get(start..).unwrap_or_default());
                let (by, failure) = (AnsweredBy::Gateway, None);
                let answered = Answered { status, headers, by, failure };
                watching.tell_decision(client, bytes, (&policy, &decision), &answered);
            }
            let length = match status {
                StatusCode::NO_CONTENT => LengthLine::Nothing,
                _ => LengthLine::Bytes(0),
            };
            let is_last = ending.is_time();
            write_end(length, false, is_last, to);
            return Some(Begun::Answered { is_last });
        }
        let (connection, lent) = direct.take()?;
        let host = direct.host(request.host);
        let (mark, forwarded_for) = (direct.mark(), client.forwarded_for());
        request.write(&Added { host, mark, forwarded_for }, to);
        let origin = request.origin.unwrap_or_default();
        // A line of the request is a part of its bytes.
        let start = (origin.as_ptr() as usize).saturating_sub(bytes.as_ptr() as usize);
        let origin = if origin.is_empty() { 0..0 } else { start..start + origin.len() };
        let (plan, lines) = (edits.plan(), gateway.limits().header_lines);
        let policy = Arc::clone(&policy);
        Some(Begun::Forwarded(Forwarded {
            connection,
            lent,
            direct,
            policy,
            plan,
            origin,
            lines,
            watching,
        }))
    })
}

/// Sends a request, and waits for its answer, or for the client to hang up. In: the request's bytes, and the head that
/// was written of it.
pub(super) async fn exchange<S: AsyncRead + Unpin>(
    forwarded: Forwarded<'_>,
    (stream, client, ending): (&mut S, &Client, &Ending),
    (bytes, head): (&[u8], Vec<u8>),
    early: &mut Early,
) -> Came {
    let Forwarded { mut connection, lent, direct, policy, plan, origin, lines, watching } =
        forwarded;
    let origin = bytes.get(origin).unwrap_or_default();
    let edits = policy.policy().edits(plan);
    let look = |read: &[u8]| {
        let (mut answer, is_last) = (room::take(), ending.is_time());
        let passed_on = pass_on(read, lines, (&edits, origin), is_last, &mut answer);
        if passed_on.is_none() {
            room::give_back(answer);
            return None;
        }
        Some((answer, is_last, passed_on?))
    };
    let said = {
        let mut sending = pin!(connection.send_head(head, look));
        poll_fn(|context| match sending.as_mut().poll(context) {
            Poll::Ready(said) => Poll::Ready(Some(said)),
            Poll::Pending => early.poll_hang_up(stream, context).map(|()| None),
        })
        .await
    };
    let answered = match said {
        None => return Came::HungUp,
        Some(Ok(Said::Whole((answer, is_last, passed_on)))) => {
            Lease::kept_for(lent, connection, passed_on.keep).give_back();
            if let Some(watching) = watching {
                let lines = answer.get(passed_on.lines).unwrap_or_default();
                let (headers, by) = (HeaderLines::of_lines(lines), AnsweredBy::Upstream);
                let answered = Answered { status: passed_on.status, headers, by, failure: None };
                watching.tell(client, bytes, (&policy, edits), &answered);
            }
            return Came::Whole { answer, is_last };
        }
        Some(Err(ExchangeError::Closed(_))) => return Came::Nothing { was_sent: true },
        Some(Err(error)) => Err(Failure::of(error)),
        Some(Ok(Said::Begun(head))) => {
            let lease = Lease::new(lent, connection, &head.headers);
            direct.receive((head.status, head.headers, lease), client)
        }
    };
    let (mut answer, failure) = match answered {
        Ok(answer) => (answer, None),
        Err(failure) => (failure.answer(), Some(failure)),
    };
    let origin = HeaderValue::from_bytes(origin).ok().filter(|origin| !origin.is_empty());
    edit_answer(answer.headers_mut(), origin.as_ref(), &policy, plan);
    if let Some(watching) = watching {
        let by = if failure.is_some() { AnsweredBy::Gateway } else { AnsweredBy::Upstream };
        let (status, headers) = (answer.status(), HeaderLines::of(answer.headers()));
        let answered = Answered { status, headers, by, failure: failure.as_ref() };
        watching.tell(client, bytes, (&policy, edits), &answered);
    }
    Came::Answer(answer)
}
