//! Answers' bodies: the upstream's, passed on as it comes, or a few bytes of our own.

use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::task::ready;

use bytes::Bytes;
use hyper::body::Body;
use hyper::body::Frame;
use hyper::body::Incoming;
use hyper::body::SizeHint;

/// The body of an answer. The upstream's is never collected: a frame in, a frame out.
#[derive(Debug)]
pub struct AnswerBody(Source);

#[derive(Debug)]
enum Source {
    Upstream(Incoming),
    Own(Bytes),
}

impl AnswerBody {
    pub(crate) const EMPTY: Self = Self(Source::Own(Bytes::new()));

    pub(crate) const fn text(text: &'static str) -> Self {
        Self(Source::Own(Bytes::from_static(text.as_bytes())))
    }

    pub(crate) const fn upstream(body: Incoming) -> Self {
        Self(Source::Upstream(body))
    }
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        match &mut self.0 {
            Source::Upstream(body) => Poll::Ready(ready!(Pin::new(body).poll_frame(context))),
            Source::Own(bytes) if bytes.is_empty() => Poll::Ready(None),
            Source::Own(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Source::Upstream(body) => body.is_end_stream(),
            Source::Own(bytes) => bytes.is_empty(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Source::Upstream(body) => body.size_hint(),
            Source::Own(bytes) => SizeHint::with_exact(bytes.len() as u64),
        }
    }
}
