//! A waker that is deaf while its task runs anyway.
//!
//! Where one task holds both ends of a channel, each end wakes the other for what the task is about to
//! look at: it would run once more for nothing after each message.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::task::Poll;
use std::task::Wake;
use std::task::Waker;

/// One for each connection; it wakes whoever looked at that last.
#[derive(Debug)]
pub(crate) struct QuietWaker {
    waker: Waker,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    task: Mutex<Waker>,
    is_deaf: AtomicBool,
}

impl QuietWaker {
    pub(crate) fn new() -> Self {
        let shared = Arc::new(Shared {
            task: Mutex::new(Waker::noop().clone()),
            is_deaf: AtomicBool::new(false),
        });
        Self { waker: Waker::from(Arc::clone(&shared)), shared }
    }

    /// The waker, waking that task from now on.
    pub(crate) fn of(&self, task: &Waker) -> &Waker {
        self.shared.task.lock().unwrap_or_else(PoisonError::into_inner).clone_from(task);
        &self.waker
    }

    /// Asks, and is deaf meanwhile to what that sets off if there is an answer: who got one asks again.
    pub(crate) fn quietly<T>(&self, ask: impl FnOnce() -> Poll<T>) -> Poll<T> {
        self.shared.is_deaf.store(true, Ordering::Relaxed);
        let polled = ask();
        self.shared.is_deaf.store(false, Ordering::Relaxed);
        polled
    }
}

impl Wake for Shared {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if !self.is_deaf.load(Ordering::Relaxed) {
            self.task.lock().unwrap_or_else(PoisonError::into_inner).wake_by_ref();
        }
    }
}
