//! An answer's body that holds its connection in use until it has gone.

use std::pin::Pin;
use std::task::Context;
use std::task::Poll;

use bytes::Bytes;
use hyper::body::Body;
use hyper::body::Frame;
use hyper::body::SizeHint;

use crate::AnswerBody;
use crate::AnswerError;
use crate::flow::Use;

/// The body, and what ends with it.
#[derive(Debug)]
pub(crate) struct Held {
    body: AnswerBody,
    _used: Use,
}

impl Held {
    pub(crate) const fn new(body: AnswerBody, used: Use) -> Self {
        Self { body, _used: used }
    }
}

impl Body for Held {
    type Data = Bytes;
    type Error = AnswerError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, AnswerError>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
