//! One connection to the upstream, and an exchange over it.
//!
//! Whoever waits for the answer reads it from the socket: no other task has to be woken for a message to pass.
//! Only a request's body is sent by a task of its own.

use std::fmt;
use std::future::Future;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::pin::pin;
use std::sync::Arc;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;
use std::task::ready;
use std::time::Duration;

use bytes::Bytes;
use bytes::BytesMut;
use http::Method;
use http::request::Parts;
use hyper::body::Frame;
use tokio::io::AsyncRead;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWrite;
use tokio::io::AsyncWriteExt;
use tokio::time::Sleep;

use crate::Limits;
use crate::request_body::Taken;
use crate::request_body::UploadError;
use crate::rewound::Rewound;
use crate::room;
use crate::stall::Stall;
use crate::stall::Stalled;
use crate::stream::Stream;
use crate::tls::UpstreamReader;
use crate::tls::UpstreamWriter;
use crate::upstream::http1::answer_head::AnswerHead;
use crate::upstream::http1::answer_reader::AnswerReader;
use crate::upstream::http1::body_part::BodyPart;
use crate::upstream::http1::grammar::AnswerGrammar;
use crate::upstream::http1::request_head::RequestLength;
use crate::upstream::http1::request_head::write_head;
use crate::upstream::http1::sending::Outgoing;
use crate::upstream::http1::sending::SendError;
use crate::upstream::http1::sending::Sending;
use crate::upstream::http1::sending::send_body;

/// One connection.
pub(crate) struct Connection {
    reader: UpstreamReader,
    /// `None` while a body is sent, and if that failed.
    writer: Option<UpstreamWriter>,
    sending: Option<Sending>,
    stream: Arc<Stream>,
    /// What was read and belongs to nothing yet.
    bytes: BytesMut,
    answer: AnswerReader,
    lines: usize,
    silence: Stall,
}

/// What came of an answer.
pub(crate) enum Said<T> {
    /// All of it, and what was made of it.
    Whole(T),
    /// Its head, of whatever kind.
    Begun(AnswerHead),
}

/// Why there is no answer, or no end of it.
#[derive(Debug)]
pub(crate) enum ExchangeError {
    /// Not a byte of an answer came.
    Closed(io::Error),
    Failed(io::Error),
    Grammar(AnswerGrammar),
    Upload(UploadError),
    TimedOut,
}

impl Connection {
    /// In: both halves, and the socket that they are of.
    pub(crate) fn new(
        (reader, writer): (UpstreamReader, UpstreamWriter),
        stream: Arc<Stream>,
        limits: &Limits,
    ) -> Box<Self> {
        Box::new(Self {
            reader,
            writer: Some(writer),
            sending: None,
            stream,
            bytes: BytesMut::new(),
            answer: AnswerReader::new(false, limits.header_lines),
            lines: limits.header_lines,
            silence: Stall::new(limits.answer),
        })
    }

    /// Whether it can take a request, as far as is known: the upstream has neither closed it nor said anything.
    pub(crate) fn is_ready(&mut self) -> bool {
        // Of TLS there may come what is no answer.
        !self.stream.says_something()
            || self.poll_read_some(&mut Context::from_waker(Waker::noop())).is_pending()
    }

    /// The same by a look at its socket, for requests that must not be sent twice.
    pub(crate) fn is_quiet(&self) -> bool {
        self.stream.is_quiet()
    }

    /// Sends a request and waits for the head of its answer; anew for each part of its body that was taken.
    pub(crate) async fn send(
        &mut self,
        request: &Parts,
        outgoing: Outgoing,
        taken: Option<&Taken>,
    ) -> Result<AnswerHead, ExchangeError> {
        let Some(mut writer) = self.writer.take() else {
            return Err(ExchangeError::Closed(io::ErrorKind::NotConnected.into()));
        };
        self.answer = AnswerReader::new(request.method == Method::HEAD, self.lines);
        let head = room::write(&mut writer, |to| write_head(request, to));
        head.await.map_err(ExchangeError::of)?;
        let mut held = None;
        if outgoing.length == RequestLength::Exactly(0) {
            self.writer = Some(writer);
        } else if outgoing.waits {
            held = Some((writer, outgoing, Box::pin(tokio::time::sleep(PATIENCE))));
        } else {
            self.sending = Some(send_body(writer, outgoing));
        }
        let mut seen = 0;
        poll_fn(|context| {
            let mut polled = self.poll_head(context);
            let goes = |(_, _, patience): &mut (_, _, Pin<Box<Sleep>>)| {
                self.answer.may_go_on() || patience.as_mut().poll(context).is_ready()
            };
            if polled.is_pending()
                && let Some((writer, outgoing, _)) = held.take_if(goes)
            {
                self.sending = Some(send_body(writer, outgoing));
                polled = self.poll_head(context);
            }
            let now = taken.map_or(0, Taken::parts);
            if now != seen {
                seen = now;
                self.silence.restart();
            }
            self.silence.watch(polled, context)
        })
        .await
        .unwrap_or_else(|Stalled| Err(ExchangeError::TimedOut))
    }

    /// Sends a head that is written, of a request without a body, and waits for its answer. What comes first is looked
    /// at: if something is made of it, it was the whole answer, and has been read.
    pub(crate) async fn send_head<T>(
        &mut self,
        head: Vec<u8>,
        look: impl Fn(&[u8]) -> Option<T>,
    ) -> Result<Said<T>, ExchangeError> {
        let Some(writer) = &mut self.writer else {
            return Err(ExchangeError::Closed(io::ErrorKind::NotConnected.into()));
        };
        self.answer = AnswerReader::new(false, self.lines);
        let written = writer.write_all(&head).await;
        room::give_back(head);
        written.map_err(ExchangeError::of)?;
        poll_fn(|context| {
            let polled = self.poll_answer(&look, context);
            self.silence.watch(polled, context)
        })
        .await
        .unwrap_or_else(|Stalled| Err(ExchangeError::TimedOut))
    }

    fn poll_answer<T>(
        &mut self,
        look: impl Fn(&[u8]) -> Option<T>,
        context: &mut Context<'_>,
    ) -> Poll<Result<Said<T>, ExchangeError>> {
        if self.has_said_nothing() {
            let mut whole = None;
            let poll_read = |this: &mut Self, context: &mut Context<'_>| {
                let Self { reader, bytes, .. } = this;
                room::poll_read(reader, context, |read| {
                    whole = look(read);
                    if whole.is_none() {
                        bytes.extend_from_slice(read);
                    }
                    read.len()
                })
            };
            let read = ready!(self.poll_read_or_fail(poll_read, context))?;
            if let Some(whole) = whole {
                self.answer = AnswerReader::at_end(self.lines);
                return Poll::Ready(Ok(Said::Whole(whole)));
            }
            if let Some(head) = self.take_head(read) {
                return Poll::Ready(head.map(Said::Begun));
            }
        }
        self.poll_head(context).map_ok(Said::Begun)
    }

    fn poll_head(&mut self, context: &mut Context<'_>) -> Poll<Result<AnswerHead, ExchangeError>> {
        loop {
            // An answer that is there counts, whatever became of the request's body.
            let read = ready!(self.poll_read_or_fail(Self::poll_read_some, context))?;
            if let Some(head) = self.take_head(read) {
                return Poll::Ready(head);
            }
        }
    }

    /// The head of the answer, if it is whole, or why there will be none. In: how much was read last.
    fn take_head(&mut self, read: usize) -> Option<Result<AnswerHead, ExchangeError>> {
        match self.answer.read_head(&mut self.bytes) {
            Ok(Some(head)) => Some(Ok(head)),
            Ok(None) if read > 0 => None,
            Ok(None) => {
                let error = io::ErrorKind::UnexpectedEof.into();
                Some(Err(match self.has_said_nothing() {
                    true => ExchangeError::Closed(error),
                    false => ExchangeError::Failed(error),
                }))
            }
            Err(error) => Some(Err(ExchangeError::Grammar(error))),
        }
    }

    /// The next part of the answer's body.
    pub(crate) fn poll_frame(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, ExchangeError>>> {
        loop {
            match self.answer.read_body(&mut self.bytes) {
                Ok(BodyPart::Data(data)) => return Poll::Ready(Some(Ok(Frame::data(data)))),
                Ok(BodyPart::Trailers(trailers)) => {
                    return Poll::Ready(Some(Ok(Frame::trailers(trailers))));
                }
                Ok(BodyPart::End) => return Poll::Ready(None),
                Ok(BodyPart::NeedsMore) => {}
                Err(error) => return Poll::Ready(Some(Err(ExchangeError::Grammar(error)))),
            }
            match ready!(self.poll_read_or_fail(Self::poll_read_much, context)) {
                Ok(1..) => {}
                Ok(0) => {
                    if let Err(error) = self.answer.read_end() {
                        return Poll::Ready(Some(Err(ExchangeError::Grammar(error))));
                    }
                }
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
    }

    /// The whole body, if it has been read already.
    pub(crate) fn take_body(&mut self) -> Option<Bytes> {
        let left = usize::try_from(self.answer.left()?).ok()?;
        if left > self.bytes.len() {
            return None;
        }
        match self.answer.read_body(&mut self.bytes) {
            Ok(BodyPart::Data(data)) => Some(data),
            _ => Some(Bytes::new()),
        }
    }

    /// How many bytes of the answer's body are to come, if that was said.
    pub(crate) const fn left(&self) -> Option<u64> {
        self.answer.left()
    }

    /// Whether the answer is whole.
    pub(crate) const fn is_whole(&self) -> bool {
        self.answer.is_whole()
    }

    /// Whether another request may go over it: both messages have gone, and nothing came after.
    pub(crate) fn may_follow(&mut self) -> bool {
        if let Some(writer) = self.sending.as_mut().and_then(Sending::writer) {
            self.writer = Some(writer);
            self.sending = None;
        }
        self.may_be_kept() && self.writer.is_some()
    }

    /// Whether the upstream goes on reading after its answer.
    pub(crate) fn is_sending(&self) -> bool {
        self.may_be_kept() && self.sending.is_some()
    }

    /// Resolves when the request's body has gone, too. Out: whether another request may go over it.
    pub(crate) async fn sent(&mut self) -> bool {
        if let Some(mut sending) = self.sending.take() {
            let sent = poll_fn(|context| sending.poll(context)).await;
            self.writer = sent.and_then(Result::ok);
        }
        self.may_follow()
    }

    fn may_be_kept(&self) -> bool {
        self.answer.is_whole() && self.answer.may_follow() && self.bytes.is_empty()
    }

    /// An idle connection holds no memory.
    pub(crate) fn rest(&mut self) {
        self.bytes = BytesMut::new();
    }

    /// What is left once both sides have agreed on another protocol.
    pub(crate) fn into_stream(self) -> Option<impl AsyncRead + AsyncWrite + Send + Unpin + use<>> {
        let stream = tokio::io::join(self.reader, self.writer?);
        Some(Rewound::new(stream).unread(self.bytes.freeze()))
    }

    fn has_said_nothing(&self) -> bool {
        self.bytes.is_empty() && !self.answer.has_interim()
    }

    /// Reads some; or tells why the request's body did not go out, if nothing can be read.
    fn poll_read_or_fail(
        &mut self,
        poll_read: impl FnOnce(&mut Self, &mut Context<'_>) -> Poll<io::Result<usize>>,
        context: &mut Context<'_>,
    ) -> Poll<Result<usize, ExchangeError>> {
        if let Poll::Ready(read) = poll_read(self, context) {
            return Poll::Ready(read.map_err(|error| match self.has_said_nothing() {
                true if is_hang_up(&error) => ExchangeError::Closed(error),
                _ => ExchangeError::of(error),
            }));
        }
        let Some(sending) = &mut self.sending else { return Poll::Pending };
        let sent = ready!(sending.poll(context));
        self.sending = None;
        match sent {
            Some(Ok(writer)) => self.writer = Some(writer),
            Some(Err(SendError::Upload(error))) => {
                return Poll::Ready(Err(ExchangeError::Upload(error)));
            }
            Some(Err(SendError::Failed(error))) => {
                return Poll::Ready(Err(ExchangeError::of(error)));
            }
            None => {}
        }
        Poll::Pending
    }

    /// Reads what has come, and takes as much memory as that.
    fn poll_read_some(&mut self, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let Self { reader, bytes, .. } = self;
        room::poll_read(reader, context, |read| {
            bytes.extend_from_slice(read);
            read.len()
        })
    }

    /// The same where much is to come: without a copy.
    fn poll_read_much(&mut self, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        // Nothing is held for what has not come.
        ready!(self.reader.poll_ready(context))?;
        if self.bytes.capacity() - self.bytes.len() < READ_BYTES / 4 {
            self.bytes.reserve(READ_BYTES);
        }
        pin!(self.reader.read_buf(&mut self.bytes)).poll(context)
    }
}

impl ExchangeError {
    fn of(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::TimedOut => Self::TimedOut,
            _ => Self::Failed(error),
        }
    }
}

/// Whether an idle connection was closed before it said anything.
fn is_hang_up(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::UnexpectedEof
    )
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("stream", &self.stream).finish_non_exhaustive()
    }
}

/// How long an upstream is waited for that may never have heard of `Expect`.
const PATIENCE: Duration = Duration::from_secs(1);

/// How much of an answer is read at once.
const READ_BYTES: usize = 24 * 1024;
