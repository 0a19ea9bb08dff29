//! How a client's connection stands, told from one end of the gateway to the other.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU8;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

/// How one connection stands. Clones are the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flow(Arc<Standing>);

#[derive(Debug, Default)]
struct Standing {
    is_congested: AtomicBool,
    owes_body: AtomicBool,
    /// [`FREE`], [`BEGUN`] or [`ANSWERING`].
    stage: AtomicU8,
    /// How often something was written.
    moved: AtomicU64,
    /// Bytes of an answer that were given away to be written, since something was.
    given: AtomicUsize,
    /// Whether others write to the connection as well, each within a window of its own.
    is_shared: bool,
}

/// Nobody wants anything.
const FREE: u8 = 0;
/// Bytes came, and make no whole head yet.
const BEGUN: u8 = 1;
/// A request is being answered, or all has been said.
const ANSWERING: u8 = 2;

/// While it lives, a request is being answered.
#[derive(Debug)]
pub(crate) struct Use(Flow);

impl Drop for Use {
    fn drop(&mut self) {
        self.0.0.stage.store(FREE, Ordering::Relaxed);
    }
}

impl Flow {
    /// One that tells nothing: of a stream beside others.
    pub(crate) fn of_many() -> Self {
        Self(Arc::new(Standing { is_shared: true, ..Standing::default() }))
    }

    /// Whether the client takes nothing more just now. Then no more of an answer is read for it: what
    /// was read would only be held.
    pub(crate) fn is_congested(&self) -> bool {
        self.0.is_congested.load(Ordering::Relaxed)
    }

    /// That many bytes of an answer were given away to be written.
    pub(crate) fn give(&self, bytes: usize) {
        // Written by one task only.
        let given = self.0.given.load(Ordering::Relaxed);
        self.0.given.store(given + bytes, Ordering::Relaxed);
    }

    /// Whether enough was given for one write, and none of it has been written. hyper would ask for four
    /// times as much before it tries, and hold all that while the client takes nothing.
    pub(crate) fn has_enough(&self) -> bool {
        self.0.given.load(Ordering::Relaxed) >= WRITE_BYTES && !self.0.is_shared
    }

    /// A request is there, until what this gives is dropped.
    pub(crate) fn use_it(&self) -> Use {
        self.0.stage.store(ANSWERING, Ordering::Relaxed);
        Use(self.clone())
    }

    /// Bytes came: of a request that is answered, or of one that begins.
    pub(crate) fn begins(&self) {
        if self.0.stage.load(Ordering::Relaxed) == FREE {
            self.0.stage.store(BEGUN, Ordering::Relaxed);
        }
    }

    /// All has been said. What still comes is no request, however long it takes.
    pub(crate) fn ends(&self) {
        self.0.stage.store(ANSWERING, Ordering::Relaxed);
    }

    /// Bytes went, or could not.
    pub(crate) fn moved(&self, is_congested: bool) {
        // Written by one task only.
        let moved = self.0.moved.load(Ordering::Relaxed);
        self.0.moved.store(moved + 1, Ordering::Relaxed);
        self.0.given.store(0, Ordering::Relaxed);
        self.0.is_congested.store(is_congested, Ordering::Relaxed);
    }

    /// How often bytes went.
    pub(crate) fn count(&self) -> u64 {
        self.0.moved.load(Ordering::Relaxed)
    }

    /// Whether an answer has gone out whole, and no byte of a next request has come.
    pub(crate) fn is_free(&self) -> bool {
        let is_free = self.0.stage.load(Ordering::Relaxed) == FREE;
        is_free && !self.is_congested() && !self.owes_body()
    }

    /// Whether a request's head has begun to come, and is not whole.
    pub(crate) fn is_within_head(&self) -> bool {
        self.0.stage.load(Ordering::Relaxed) == BEGUN && !self.owes_body()
    }

    /// Whether a part of its request's body has not been read.
    pub(crate) fn owes_body(&self) -> bool {
        self.0.owes_body.load(Ordering::Relaxed)
    }

    pub(crate) fn set_owes_body(&self, owes: bool) {
        self.0.owes_body.store(owes, Ordering::Relaxed);
    }
}

/// How much of an answer is written at once.
const WRITE_BYTES: usize = 24 * 1024;
