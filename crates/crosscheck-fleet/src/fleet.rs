//! What all streams share.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Instant;

use tokio::sync::watch;

use crate::counts::Counts;
use crate::event::Tell;
use crate::grpc::Intake;
use crate::nodes::Nodes;
use crate::problem_status::ProblemStatus;
use crate::published::Published;
use crate::refusals::Refusals;
use crate::share::Share;

/// One fleet.
pub(crate) struct Fleet {
    pub(crate) published: watch::Receiver<Arc<Published>>,
    /// What is wrong in the folder, a line each.
    pub(crate) problems: watch::Receiver<Vec<ProblemStatus>>,
    pub(crate) nodes: Arc<Nodes>,
    pub(crate) counts: Arc<Counts>,
    pub(crate) share: Share,
    pub(crate) tell: Tell,
    pub(crate) intake: Arc<Intake>,
    pub(crate) pushed: AtomicU64,
    pub(crate) refusals: Refusals,
    pub(crate) started: Instant,
}
