//! One wake-up for many requests, where many are under way.
//!
//! A worker that is done sooner than requests come goes to sleep between them, and is woken for each few. Waking
//! costs more than to serve one. So a worker that has just begun several requests looks away for a moment
//! before it waits, as network cards do with interrupts: what comes meanwhile is served in one go. One that
//! has begun few waits at once: a lone client is never made to wait for others.

use std::cell::Cell;
use std::thread;
use std::time::Duration;

/// So many requests begun since the last wait that more will have come within [`PAUSE`].
const MANY: u32 = 8;
/// What the kernel makes of it is up to 50 µs more (`PR_SET_TIMERSLACK`).
const PAUSE: Duration = Duration::from_micros(20);

thread_local! {
    static BEGUN: Cell<u32> = const { Cell::new(0) };
}

/// A request begins on this thread.
pub(crate) fn request_begins() {
    BEGUN.set(BEGUN.get().wrapping_add(1));
}

/// To be called before this thread waits for what comes.
pub(crate) fn before_wait() {
    if BEGUN.replace(0) >= MANY {
        thread::sleep(PAUSE);
    }
}
