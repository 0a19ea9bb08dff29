//! What goes out on a stream.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::task::ready;

use bytes::BufMut;
use bytes::Bytes;
use bytes::BytesMut;
use http::HeaderValue;
use http::Response;
use http::header;
use hyper::body::Body;
use hyper::body::Frame;
use tokio::sync::mpsc;

use super::HEAD;
use super::Status;

/// A message in parts, of which the long ones are shared by all to whom they go.
#[derive(Clone, Debug)]
pub(crate) struct Answer(Vec<Bytes>);

impl Answer {
    /// In: messages, written. One behind the other they are one message with the fields of all: so protobuf is made.
    pub(crate) fn of(parts: impl IntoIterator<Item = Bytes>) -> Self {
        Self(parts.into_iter().collect())
    }

    /// All of it in one piece.
    #[cfg(test)]
    pub(crate) fn bytes(&self) -> Bytes {
        self.0.concat().into()
    }

    /// Where its parts lie.
    #[cfg(test)]
    pub(crate) fn places(&self) -> Vec<*const u8> {
        self.0.iter().map(|part| part.as_ptr()).collect()
    }

    /// With its head before it; `None` if it is longer than gRPC can say.
    fn framed(self) -> Option<VecDeque<Bytes>> {
        let length = self.0.iter().map(Bytes::len).sum::<usize>();
        let mut head = BytesMut::with_capacity(HEAD);
        head.put_u8(0);
        head.put_u32(u32::try_from(length).ok()?);
        let mut parts = VecDeque::from(self.0);
        parts.retain(|part| !part.is_empty());
        parts.push_front(head.freeze());
        Some(parts)
    }
}

/// The body of an answer by gRPC: messages as they come, and how it ended.
#[derive(Debug)]
pub(crate) struct Answers {
    coming: mpsc::Receiver<Result<Answer, Status>>,
    parts: VecDeque<Bytes>,
    is_over: bool,
}

impl Answers {
    /// Out: where to put what goes out, one at a time; an error is the last. The answer that sends it.
    pub(crate) fn open() -> (mpsc::Sender<Result<Answer, Status>>, Response<Self>) {
        let (send, coming) = mpsc::channel(1);
        let mut answer = Response::new(Self { coming, parts: VecDeque::new(), is_over: false });
        let kind = HeaderValue::from_static("application/grpc");
        answer.headers_mut().insert(header::CONTENT_TYPE, kind);
        (send, answer)
    }

    /// The answer that says no more than this.
    pub(crate) fn only(status: Status) -> Response<Self> {
        let (_, mut answer) = Self::open();
        answer.headers_mut().extend(status.trailers());
        answer.body_mut().is_over = true;
        answer
    }
}

impl Body for Answers {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        loop {
            if let Some(part) = self.parts.pop_front() {
                return Poll::Ready(Some(Ok(Frame::data(part))));
            }
            if self.is_over {
                return Poll::Ready(None);
            }
            let too_long = Status::out_of_range("a policy is longer than gRPC can say");
            let ended = match ready!(self.coming.poll_recv(context)) {
                None => Status::OK,
                Some(Err(status)) => status,
                Some(Ok(answer)) => match answer.framed() {
                    None => too_long,
                    Some(parts) => {
                        self.parts = parts;
                        continue;
                    }
                },
            };
            self.is_over = true;
            return Poll::Ready(Some(Ok(Frame::trailers(ended.trailers()))));
        }
    }

    fn is_end_stream(&self) -> bool {
        self.is_over && self.parts.is_empty()
    }
}
