//! What all streams share.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Instant;

use tokio::sync::Semaphore;
use tokio::sync::watch;

use crate::counts::Counts;
use crate::event::Tell;
use crate::nodes::Nodes;
use crate::published::Published;
use crate::share::Share;

/// One fleet.
pub(crate) struct Fleet {
    pub(crate) published: watch::Receiver<Arc<Published>>,
    /// What is wrong in the folder, a line each.
    pub(crate) problems: watch::Receiver<Vec<String>>,
    pub(crate) nodes: Arc<Nodes>,
    pub(crate) counts: Arc<Counts>,
    pub(crate) share: Share,
    pub(crate) tell: Tell,
    /// KiB that may be on their way to nodes which have not spoken of them yet.
    pub(crate) in_flight: Arc<Semaphore>,
    pub(crate) pushed: AtomicU64,
    pub(crate) refused: AtomicU64,
    pub(crate) started: Instant,
}

/// 512 MiB: a policy of a million origins goes to a dozen nodes at a time, and a usual one to all at once.
pub(crate) const MOST_IN_FLIGHT: usize = 512 << 10;
