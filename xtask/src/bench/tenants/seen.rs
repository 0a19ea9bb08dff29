//! What is seen of a gateway.

use std::time::Duration;

/// What one gateway showed.
pub(super) struct Seen {
    pub(super) name: &'static str,
    pub(super) tenants: usize,
    pub(super) start: Duration,
    /// MiB, the most that it held: once it had started, and after all changes.
    pub(super) memory: (f64, f64),
    /// Until a change was in force, by itself.
    pub(super) watched: Vec<Duration>,
    /// The same on SIGHUP.
    pub(super) told: Vec<Duration>,
    /// Microseconds of an answer, of each round: the median, and what 99 of 100 are below.
    pub(super) p50: Vec<f64>,
    pub(super) p99: Vec<f64>,
}
