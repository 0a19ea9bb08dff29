//! What the admin listener knows.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use crosscheck_gateway::Upstream;
use crosscheck_service::PolicyHandle;
use tokio::sync::Mutex;

use crate::tally::Tally;

/// A gateway as whoever runs it sees it.
pub struct State {
    pub(super) tally: Arc<Tally>,
    pub(super) policy: PolicyHandle,
    pub(super) started: Instant,
    pub(super) log_left_out: Arc<AtomicU64>,
    upstreams: Vec<Upstream>,
    is_draining: AtomicBool,
    /// When upstreams were last looked for, and which of them were not there.
    reached: Mutex<Option<(Instant, Vec<String>)>>,
}

impl State {
    pub(crate) fn new(
        tally: Arc<Tally>,
        policy: PolicyHandle,
        upstreams: Vec<Upstream>,
        log_left_out: Arc<AtomicU64>,
    ) -> Arc<Self> {
        Arc::new(Self {
            tally,
            policy,
            started: Instant::now(),
            log_left_out,
            upstreams,
            is_draining: AtomicBool::new(false),
            reached: Mutex::new(None),
        })
    }

    /// From now on it is not ready: it finishes what is under way.
    pub(crate) fn drain(&self) {
        self.is_draining.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_draining(&self) -> bool {
        self.is_draining.load(Ordering::Relaxed)
    }

    /// The upstreams that nobody answers at. Asked often, it looks once a second.
    pub(super) async fn unreachable(&self) -> Vec<String> {
        let mut reached = self.reached.lock().await;
        if let Some((when, missing)) = &*reached
            && when.elapsed() < LOOKED_EVERY
        {
            return missing.clone();
        }
        let mut looks = tokio::task::JoinSet::new();
        for (number, upstream) in self.upstreams.iter().cloned().enumerate() {
            looks.spawn(async move { (number, upstream.reach(PATIENCE).await.is_ok()) });
        }
        let mut missing: Vec<usize> = Vec::new();
        while let Some(looked) = looks.join_next().await {
            missing.extend(looked.ok().filter(|(_, is_there)| !is_there).map(|(number, _)| number));
        }
        missing.sort_unstable();
        let missing: Vec<String> =
            missing.into_iter().map(|number| self.upstreams[number].to_string()).collect();
        *reached = Some((Instant::now(), missing.clone()));
        missing
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State").field("tally", &self.tally).finish_non_exhaustive()
    }
}

const LOOKED_EVERY: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_secs(2);
