//! A request's body on its way to the upstream.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::task::Context;
use std::task::Poll;
use std::task::ready;
use std::time::Duration;

use bytes::Bytes;
use hyper::body::Body;
use hyper::body::Frame;
use hyper::body::Incoming;
use hyper::body::SizeHint;

use crate::flow::Flow;
use crate::hop;
use crate::stall::Stall;

/// A request's body, counting the parts that the upstream took.
#[derive(Debug)]
pub(crate) struct Upload(Option<Sent>);

/// How far a body has come, for whoever waits for the answer meanwhile.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    parts: AtomicU64,
    is_broken: AtomicBool,
    is_stalled: AtomicBool,
}

impl Taken {
    /// How many parts of it were taken.
    pub(crate) fn parts(&self) -> u64 {
        self.parts.load(Ordering::Relaxed)
    }

    /// What came of it, if that is why there is no answer: HTTP/2 says only that a stream was reset.
    pub(crate) fn blame(&self, error: hyper::Error) -> Result<UploadError, hyper::Error> {
        if self.is_stalled.load(Ordering::Relaxed) {
            Ok(UploadError::Stalled)
        } else if self.is_broken.load(Ordering::Relaxed) {
            Ok(UploadError::Broken(error))
        } else {
            Err(error)
        }
    }
}

#[derive(Debug)]
struct Sent {
    body: Incoming,
    taken: Arc<Taken>,
    stall: Stall,
    flow: Flow,
}

/// Why a body did not arrive whole: the client's doing in each case.
#[derive(Debug, thiserror::Error)]
pub(crate) enum UploadError {
    #[error("the client broke off, or its body breaks the grammar of HTTP")]
    Broken(#[source] hyper::Error),
    #[error("the client keeps silent in the middle of its body")]
    Stalled,
}

impl Upload {
    /// No body.
    pub(crate) const EMPTY: Self = Self(None);

    /// The body, and the count of its parts if there is one.
    ///
    /// In: how long it may keep silent, and the connection that it comes over.
    pub(crate) fn new(
        body: Option<Incoming>,
        limit: Duration,
        flow: Flow,
    ) -> (Self, Option<Arc<Taken>>) {
        let Some(body) = body else { return (Self::EMPTY, None) };
        let taken = Arc::<Taken>::default();
        let sent = Sent { body, taken: taken.clone(), stall: Stall::new(limit), flow };
        (Self(Some(sent)), Some(taken))
    }

    /// Whether there is nothing to send, and so nothing that could not be sent again.
    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}

impl Body for Upload {
    type Data = Bytes;
    type Error = UploadError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, UploadError>>> {
        let Some(Sent { body, taken, stall, flow }) = &mut self.0 else { return Poll::Ready(None) };
        let polled = Pin::new(&mut *body).poll_frame(context);
        let frame = ready!(stall.watch(polled, context));
        taken.parts.fetch_add(1, Ordering::Relaxed);
        Poll::Ready(match frame {
            Ok(Some(Ok(mut frame))) => {
                frame.trailers_mut().map(hop::strip_trailers);
                flow.set_owes_body(!frame.is_trailers() && !body.is_end_stream());
                Some(Ok(frame))
            }
            Ok(Some(Err(error))) => {
                taken.is_broken.store(true, Ordering::Relaxed);
                Some(Err(UploadError::Broken(error)))
            }
            Ok(None) => {
                flow.set_owes_body(false);
                None
            }
            Err(_) => {
                taken.is_stalled.store(true, Ordering::Relaxed);
                Some(Err(UploadError::Stalled))
            }
        })
    }

    fn is_end_stream(&self) -> bool {
        self.0.as_ref().is_none_or(|sent| sent.body.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        self.0.as_ref().map_or_else(|| SizeHint::with_exact(0), |sent| sent.body.size_hint())
    }
}
