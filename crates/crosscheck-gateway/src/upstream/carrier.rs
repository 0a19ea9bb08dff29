//! What an answer comes over: a connection of its own, or one stream of many.

use std::task::Context;
use std::task::Poll;

use bytes::Bytes;
use hyper::body::Body;
use hyper::body::Frame;
use hyper::body::Incoming;
use std::pin::Pin;

use crate::upstream::http1::connection::ExchangeError;
use crate::upstream::http2;
use crate::upstream::pool::Lease;

/// What an answer's body is read from.
#[derive(Debug)]
pub(crate) enum Carrier {
    Http1(Lease),
    Http2(Incoming),
}

impl Carrier {
    /// The next part of the answer's body.
    pub(crate) fn poll_frame(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, ExchangeError>>> {
        match self {
            Self::Http1(lease) => lease.poll_frame(context),
            Self::Http2(body) => {
                let polled = Pin::new(body).poll_frame(context);
                polled.map(|frame| frame.map(|frame| frame.map_err(http2::of)))
            }
        }
    }

    /// The whole body, if it has been read already.
    pub(crate) fn take_body(&mut self) -> Option<Bytes> {
        match self {
            Self::Http1(lease) => lease.take_body(),
            Self::Http2(body) => body.is_end_stream().then(Bytes::new),
        }
    }

    /// How many bytes of the answer's body are to come, if that was said.
    pub(crate) fn left(&self) -> Option<u64> {
        match self {
            Self::Http1(lease) => lease.left(),
            Self::Http2(body) => body.size_hint().exact(),
        }
    }

    /// Whether the answer is whole.
    pub(crate) fn is_whole(&self) -> bool {
        match self {
            Self::Http1(lease) => lease.is_whole(),
            Self::Http2(body) => body.is_end_stream(),
        }
    }

    /// The answer has been read to its end.
    pub(crate) fn give_back(self) {
        match self {
            Self::Http1(lease) => lease.give_back(),
            Self::Http2(_) => {}
        }
    }
}
