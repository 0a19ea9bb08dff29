//! Nodes that are no more than a connection each, as many as a large fleet has.

use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

use super::served::CHANGES;
use super::served::Served;
use super::served::policy;
use super::served::read_line;
use super::served::start;
use super::served::with_many_files;
use crate::command::told;

pub(super) const NODES: usize = 10_000;

/// What they cost the server.
pub(super) struct Seen {
    /// Until all had a policy.
    pub(super) connected: Duration,
    /// Of each change, until all had it.
    pub(super) changes: Vec<Duration>,
    /// The most that the server held, in KiB.
    pub(super) memory: u64,
    /// Before there was any node.
    pub(super) memory_alone: u64,
}

pub(super) fn run(release: &Path) -> anyhow::Result<Seen> {
    told(&format!("{NODES} nodes that are simulated"));
    let served = Served::start(release, IpAddr::V4(Ipv4Addr::LOCALHOST))?;
    let memory_alone = served.memory()?;
    let mut command = with_many_files(&release.join("examples/many_nodes"));
    command.args([served.address.to_string(), NODES.to_string()]);
    let begun = Instant::now();
    let (_nodes, mut out) = start(&mut command)?;
    read_line(&mut out)?;
    let connected = begun.elapsed();
    let mut changes = Vec::new();
    for number in 1..=CHANGES {
        let since = served.put(&policy(number))?;
        read_line(&mut out)?;
        changes.push(since.elapsed());
    }
    Ok(Seen { connected, changes, memory: served.memory()?, memory_alone })
}
