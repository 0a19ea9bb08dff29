//! The lab.

/// Runs the lab.
pub(crate) fn run() -> anyhow::Result<()> {
    anyhow::bail!("not yet")
}
