//! Answers' bodies: the upstream's, passed on as it comes, or a few bytes of our own.

use std::io;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::task::ready;
use std::time::Duration;

use bytes::Bytes;
use hyper::body::Body;
use hyper::body::Frame;
use hyper::body::SizeHint;

use crate::AnswerGrammar;
use crate::flow::Flow;
use crate::hop;
use crate::stall::Stall;
use crate::upstream::carrier::Carrier;
use crate::upstream::http1::connection::ExchangeError;

/// The body of an answer. The upstream's is never collected: a frame in, a frame out.
#[derive(Debug)]
pub struct AnswerBody(Source);

#[derive(Debug)]
enum Source {
    Upstream(Streamed),
    Own(Bytes),
}

/// A body on its way from the upstream to the client.
#[derive(Debug)]
struct Streamed {
    stall: Stall,
    flow: Flow,
    carrier: Option<Carrier>,
    failed: Option<AnswerError>,
}

/// Why an answer's body ended early. The client sees its connection close.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AnswerError {
    /// The upstream broke off.
    #[error("the upstream broke off in the middle of its answer")]
    BrokenOff(#[source] io::Error),
    /// Its body is none.
    #[error("the upstream's answer breaks the grammar of HTTP: {0}")]
    Grammar(AnswerGrammar),
    /// The upstream kept silent.
    #[error("the upstream keeps silent in the middle of its answer")]
    Stalled,
}

impl AnswerBody {
    pub(crate) const EMPTY: Self = Self(Source::Own(Bytes::new()));

    pub(crate) fn text(text: impl Into<Bytes>) -> Self {
        Self(Source::Own(text.into()))
    }

    /// In: how long it may keep silent, the connection that it comes over, and whether that which it goes
    /// out over takes any more.
    pub(crate) fn upstream(limit: Duration, mut carrier: Carrier, flow: &Flow) -> Self {
        if let Some(body) = carrier.take_body() {
            carrier.give_back();
            return Self(Source::Own(body));
        }
        let (stall, flow) = (Stall::new(limit), flow.clone());
        Self(Source::Upstream(Streamed { stall, flow, carrier: Some(carrier), failed: None }))
    }
}

impl AnswerError {
    fn of(error: ExchangeError) -> Self {
        match error {
            ExchangeError::Grammar(error) => Self::Grammar(error),
            ExchangeError::TimedOut => Self::Stalled,
            ExchangeError::Closed(error) | ExchangeError::Failed(error) => Self::BrokenOff(error),
            ExchangeError::Upload(error) => Self::BrokenOff(io::Error::other(error)),
        }
    }
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = AnswerError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, AnswerError>>> {
        let Streamed { stall, flow, carrier, failed } = match &mut self.0 {
            // The connection wakes this task when it takes more.
            Source::Upstream(streamed) if streamed.flow.is_congested() => return Poll::Pending,
            Source::Upstream(streamed) if streamed.flow.has_enough() => {
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            Source::Upstream(streamed) => streamed,
            Source::Own(bytes) if bytes.is_empty() => return Poll::Ready(None),
            Source::Own(bytes) => return Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
        };
        if let Some(error) = failed.take() {
            return Poll::Ready(Some(Err(error)));
        }
        let Some(from) = carrier else { return Poll::Ready(None) };
        let polled = from.poll_frame(context);
        let frame = match ready!(stall.watch(polled, context)) {
            Ok(Some(Ok(mut frame))) => {
                frame.trailers_mut().map(hop::strip_trailers);
                Some(Ok(frame))
            }
            Ok(Some(Err(error))) => Some(Err(AnswerError::of(error))),
            Ok(None) => None,
            Err(_) => Some(Err(AnswerError::Stalled)),
        };
        if let Some(Ok(frame)) = &frame {
            flow.give(frame.data_ref().map_or(0, Bytes::len));
        }
        let has_ended = match &frame {
            Some(Ok(_)) => from.is_whole(),
            Some(Err(_)) => false,
            None => true,
        };
        if let Some(Err(error)) = frame {
            // hyper drops what it has not sent yet when a body fails. Without the head, browsers take the
            // connection for one that closed before the request came, and send that again, a POST too.
            *failed = Some(error);
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if let Some(carrier) = carrier.take_if(|_| has_ended) {
            carrier.give_back();
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Source::Upstream(streamed) => streamed.carrier.is_none() && streamed.failed.is_none(),
            Source::Own(bytes) => bytes.is_empty(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Source::Upstream(Streamed { carrier: None, .. }) => SizeHint::with_exact(0),
            Source::Upstream(Streamed { carrier: Some(carrier), .. }) => {
                carrier.left().map_or_else(SizeHint::default, SizeHint::with_exact)
            }
            Source::Own(bytes) => SizeHint::with_exact(bytes.len() as u64),
        }
    }
}
