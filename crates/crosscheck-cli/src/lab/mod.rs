//! The lab: a page that shows CORS live, and the small API that it talks to.

/// Serves the lab until it is told to stop.
pub(crate) fn run() -> anyhow::Result<()> {
    anyhow::bail!("the lab is not built yet")
}
