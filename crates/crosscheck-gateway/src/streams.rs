//! The streams of one HTTP/2 connection: whether any is open, and which of them nobody takes.
//!
//! hyper asks an answer's body for nothing while its client opens no window for it. Such a stream is
//! reset once it has waited for too long, and the others go on.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use hyper::body::Body;
use hyper::body::Frame;
use hyper::body::SizeHint;
use hyper::rt::Executor;
use tokio::time::Instant;

use crate::AnswerBody;
use crate::AnswerError;

/// All streams of one connection. Clones are the same.
#[derive(Clone, Debug)]
pub(crate) struct Streams {
    shared: Arc<Mutex<Shared>>,
    limit: Duration,
}

#[derive(Debug)]
struct Shared {
    open: usize,
    /// Since when none is open, if none is.
    unused_since: Instant,
    /// The stream whose service was called, and whose task is not started yet: hyper does one right after
    /// the other.
    opening: Option<Progress>,
}

/// When an answer's client last took something; `None` while there is no answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Progress(Arc<Mutex<Option<Instant>>>);

impl Streams {
    /// In: for how long a client may take nothing of an answer.
    pub(crate) fn new(limit: Duration) -> Self {
        let shared = Shared { open: 0, unused_since: Instant::now(), opening: None };
        Self { shared: Arc::new(Mutex::new(shared)), limit }
    }

    /// A stream begins.
    pub(crate) fn begin(&self) -> Progress {
        let progress = Progress::default();
        lock(&self.shared).opening = Some(progress.clone());
        progress
    }

    /// Resolves when no stream has been open for that long.
    pub(crate) async fn unused(&self, limit: Duration) {
        loop {
            let end = {
                let shared = lock(&self.shared);
                let since = if shared.open == 0 { shared.unused_since } else { Instant::now() };
                since + limit
            };
            if end <= Instant::now() {
                return;
            }
            tokio::time::sleep_until(end).await;
        }
    }

    fn ended(&self) {
        let mut shared = lock(&self.shared);
        shared.open -= 1;
        shared.unused_since = Instant::now();
    }
}

/// Runs a stream until it ends, or until nobody takes its answer: then it is reset.
impl<F> Executor<F> for Streams
where
    F: Future + Send + 'static,
    F::Output: Send,
{
    fn execute(&self, stream: F) {
        let progress = {
            let mut shared = lock(&self.shared);
            shared.open += 1;
            shared.opening.take().unwrap_or_default()
        };
        let this = self.clone();
        tokio::spawn(async move {
            tokio::select! {
                biased;
                _ = stream => {}
                () = progress.stalled(this.limit) => {}
            }
            this.ended();
        });
    }
}

impl Progress {
    pub(crate) fn note(&self) {
        *lock(&self.0) = Some(Instant::now());
    }

    /// Resolves when nobody took anything for that long, and a quarter of it.
    pub(crate) async fn stalled(&self, limit: Duration) {
        loop {
            // An upstream that is silent for as long breaks its answer off by itself, a moment before.
            let last = *lock(&self.0);
            let end = last.unwrap_or_else(Instant::now) + limit + limit / 4;
            if end <= Instant::now() {
                return;
            }
            tokio::time::sleep_until(end).await;
        }
    }
}

/// An answer's body that notes when it is asked for more.
#[derive(Debug)]
pub(crate) struct Noted {
    body: AnswerBody,
    progress: Progress,
}

impl Noted {
    pub(crate) fn new(body: AnswerBody, progress: Progress) -> Self {
        progress.note();
        Self { body, progress }
    }
}

impl Body for Noted {
    type Data = Bytes;
    type Error = AnswerError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, AnswerError>>> {
        self.progress.note();
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
