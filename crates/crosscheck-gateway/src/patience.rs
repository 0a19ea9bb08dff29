//! One timer a client's connection, and none for each request: it looks whether the connection is used.

use std::future::Future;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;
use std::time::Duration;

use tokio::task::coop::has_budget_remaining;
use tokio::time::Instant;
use tokio::time::Sleep;
use tokio::time::sleep;

use crate::Limits;
use crate::flow::Flow;

/// Looks at a connection again and again. Resolves when there is nothing more to wait for.
#[derive(Debug)]
pub(crate) struct Patience {
    flow: Flow,
    every: Duration,
    head: Duration,
    tick: Pin<Box<Sleep>>,
    /// Whom the tick wakes.
    woken: Option<Waker>,
    seen: u64,
    /// Since when a head is coming.
    head_since: Option<Instant>,
}

/// Why nobody waits any longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WaitedFor {
    /// An answer has gone out whole, and nothing has happened since.
    NextRequest,
    /// A request's head has begun, and does not end.
    EndOfHead,
}

impl Patience {
    /// In: the connection; how long a head may take.
    pub(crate) fn of(flow: &Flow, limits: &Limits) -> Self {
        let every = UNUSED.min(limits.head);
        Self {
            flow: flow.clone(),
            every,
            head: limits.head,
            tick: Box::pin(sleep(every)),
            woken: None,
            seen: 0,
            head_since: None,
        }
    }

    fn look(&mut self, now: Instant) -> Option<WaitedFor> {
        let moved = self.flow.count();
        let has_moved = std::mem::replace(&mut self.seen, moved) != moved;
        if !self.flow.is_within_head() {
            self.head_since = None;
            return (self.flow.is_free() && !has_moved).then_some(WaitedFor::NextRequest);
        }
        if has_moved {
            // That was another.
            self.head_since = None;
        }
        let since = *self.head_since.get_or_insert(now);
        (now - since >= self.head).then_some(WaitedFor::EndOfHead)
    }
}

impl Future for Patience {
    type Output = WaitedFor;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<WaitedFor> {
        let this = &mut *self;
        loop {
            // A connection is polled for each message: its timer need not be.
            let is_awaited = this.woken.as_ref().is_some_and(|it| it.will_wake(context.waker()));
            if is_awaited && !this.tick.is_elapsed() {
                return Poll::Pending;
            }
            // Without budget a timer wakes its task at once, and does not note whom to wake later.
            let is_noted = has_budget_remaining();
            if this.tick.as_mut().poll(context).is_pending() {
                this.woken = is_noted.then(|| context.waker().clone());
                return Poll::Pending;
            }
            this.woken = None;
            let now = Instant::now();
            if let Some(waited_for) = this.look(now) {
                return Poll::Ready(waited_for);
            }
            this.tick.as_mut().reset(now + this.every);
        }
    }
}

/// When a connection between two requests counts as unused.
const UNUSED: Duration = Duration::from_millis(200);
