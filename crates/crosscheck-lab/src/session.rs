//! One run of the lab: where everything is, and what its page must know.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::chance::unguessable;
use crate::live::Runs;
use crate::log::Log;
use crate::reports::Reports;
use crate::scenes::Scene;
use crate::scenes::scenes;

/// What the lab's page talks to.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) page_origin: String,
    /// Where the scenes play: another origin than the page's.
    pub(crate) stage_origin: String,
    /// What the page must say, of this session alone.
    pub(crate) token: String,
    pub(crate) api_origin: String,
    pub(crate) other_origin: String,
    pub(crate) runs: Arc<Runs>,
    pub(crate) scenes: Vec<Scene>,
    pub(crate) log: Arc<Log>,
    pub(crate) reports: Reports,
    pub(crate) live_checks: Semaphore,
}

impl Session {
    /// In: the page's origin, the gateway's two, what it heard, and the runs that the servers of
    /// scenarios answer for, which know the stage's.
    pub(crate) fn new(
        page: &str,
        api: &str,
        other: &str,
        log: Arc<Log>,
        runs: Arc<Runs>,
    ) -> Arc<Self> {
        Arc::new(Self {
            page_origin: page.into(),
            stage_origin: runs.places().page.clone(),
            token: unguessable::<16>(),
            api_origin: api.into(),
            other_origin: other.into(),
            runs,
            scenes: scenes(api, other),
            log,
            reports: Reports::default(),
            live_checks: Semaphore::new(1),
        })
    }
}
