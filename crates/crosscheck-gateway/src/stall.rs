//! How long nothing may happen.

use std::future::Future;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use tokio::time::Instant;
use tokio::time::Sleep;

/// Watches something that is polled, and tells when it made no progress for too long.
///
/// One timer for the whole life of what is watched, registered when it first has to wait: progress
/// only notes the time, and a timer that fires early is set again.
#[derive(Debug)]
pub(crate) struct Stall {
    limit: Duration,
    timer: Option<Pin<Box<Sleep>>>,
    /// Since when it waits; `None` while it does not.
    since: Option<Instant>,
}

/// No progress within the limit.
#[derive(Debug)]
pub(crate) struct Stalled;

impl Stall {
    pub(crate) const fn new(limit: Duration) -> Self {
        Self { limit, timer: None, since: None }
    }

    /// Something happened that no poll told.
    pub(crate) const fn restart(&mut self) {
        self.since = None;
    }

    /// Passes on what a poll gave, unless it has been pending for longer than the limit.
    ///
    /// To be asked after each poll: what is not polled, because nobody wants it, does not stall.
    pub(crate) fn watch<T>(
        &mut self,
        polled: Poll<T>,
        context: &mut Context<'_>,
    ) -> Poll<Result<T, Stalled>> {
        if let Poll::Ready(progress) = polled {
            self.since = None;
            return Poll::Ready(Ok(progress));
        }
        let since = *self.since.get_or_insert_with(Instant::now);
        let end = since + self.limit;
        let timer = self.timer.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(end)));
        loop {
            match timer.as_mut().poll(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(()) if Instant::now() >= end => return Poll::Ready(Err(Stalled)),
                // It was set when something else was waited for.
                Poll::Ready(()) => timer.as_mut().reset(end),
            }
        }
    }
}
