//! One connection to the upstream, and an exchange over it.
//!
//! hyper gives two halves: one that takes requests, one that reads and writes and has to be polled.
//! Mostly whoever waits for the answer polls both, and no other task has to be woken for a message
//! to pass. A request with a body is sent by a task of its own, which goes on while the client reads
//! nothing of the answer; and so is one that asks for a WebSocket.

use std::fmt;
use std::future::Future;
use std::future::poll_fn;
use std::pin::Pin;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use http::Response;
use http::header;
use hyper::body::Body;
use hyper::body::Frame;
use hyper::body::Incoming;
use hyper::client::conn::TrySendError;
use hyper::client::conn::http1;
use hyper::client::conn::http1::SendRequest;
use hyper_util::rt::TokioIo;
use tokio::io::Interest;
use tokio::net::TcpStream;
use tokio::task::coop::unconstrained;

use crate::request_body::Upload;
use crate::socket::is_quiet;
use crate::stall::Stall;
use crate::stall::Stalled;
use crate::tls::UpstreamStream;
use crate::upstream::quiet_waker::QuietWaker;

/// One connection.
pub(crate) struct Connection {
    sender: SendRequest<Upload>,
    /// Reads and writes; `None` once a task of its own does, or nobody any more.
    driver: Option<Driver>,
    stream: Arc<TcpStream>,
    silence: Stall,
    waker: QuietWaker,
}

type Driver = http1::Connection<TokioIo<UpstreamStream>, Upload>;

/// Why there is no answer.
pub(crate) enum ExchangeError {
    Failed(Box<TrySendError<Request<Upload>>>),
    TimedOut,
}

impl Connection {
    /// In: both halves, and how long the upstream may take to begin an answer.
    pub(crate) fn new(
        sender: SendRequest<Upload>,
        driver: Driver,
        stream: Arc<TcpStream>,
        answer_within: Duration,
    ) -> Box<Self> {
        let silence = Stall::new(answer_within);
        let waker = QuietWaker::new();
        Box::new(Self { sender, driver: Some(driver), stream, silence, waker })
    }

    /// Whether it can take a request, as far as is known.
    pub(crate) fn is_ready(&mut self) -> bool {
        // Whoever waited for it last is not woken any more.
        self.waker.of(Waker::noop());
        let says_something = self.stream.try_io(Interest::READABLE, || Ok(())).is_ok();
        if says_something || !self.sender.is_ready() {
            self.drive(Waker::noop());
        }
        self.sender.is_ready()
    }

    /// The same by a look at its socket, for requests that must not be sent twice.
    pub(crate) fn is_quiet(&self) -> bool {
        is_quiet(&self.stream)
    }

    /// Whether it will never take a request again.
    pub(crate) fn is_closed(&self) -> bool {
        self.sender.is_closed()
    }

    /// Sends a request and waits for the head of its answer; anew for each part of its body that
    /// was taken.
    pub(crate) async fn send(
        &mut self,
        request: Request<Upload>,
        taken: Option<&AtomicU64>,
    ) -> Result<Response<Incoming>, ExchangeError> {
        if taken.is_some() || request.headers().contains_key(header::UPGRADE) {
            self.drive_in_a_task();
        }
        let mut answering = pin!(unconstrained(self.sender.try_send_request(request)));
        let mut seen = 0;
        poll_fn(|context| {
            let polled = self.poll(context, |context| answering.as_mut().poll(context));
            let now = taken.map_or(0, |taken| taken.load(Ordering::Relaxed));
            if now != seen {
                seen = now;
                self.silence.restart();
            }
            self.silence.watch(polled, context)
        })
        .await
        .map_err(|Stalled| ExchangeError::TimedOut)?
        .map_err(|error| ExchangeError::Failed(Box::new(error)))
    }

    /// The next part of an answer's body.
    pub(crate) fn poll_frame(
        &mut self,
        body: &mut Incoming,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        self.poll(context, |context| Pin::new(body).poll_frame(context))
    }

    /// Reads and writes, then asks for what came of it. Where nobody else reads and writes, nobody else
    /// need be told either.
    fn poll<T>(
        &mut self,
        context: &mut Context<'_>,
        ask: impl FnOnce(&mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        self.drive(context.waker());
        match self.driver {
            Some(_) => self.waker.quietly(|| ask(&mut Context::from_waker(Waker::noop()))),
            None => ask(context),
        }
    }

    fn drive(&mut self, task: &Waker) {
        let Some(driver) = &mut self.driver else { return };
        let mut context = Context::from_waker(self.waker.of(task));
        if Pin::new(driver).poll(&mut context).is_ready() {
            // Whoever sent a request over it is told how it broke off.
            self.driver = None;
        }
    }

    fn drive_in_a_task(&mut self) {
        if let Some(driver) = self.driver.take() {
            tokio::spawn(async move {
                let _ = driver.with_upgrades().await;
            });
        }
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("stream", &self.stream).finish_non_exhaustive()
    }
}
