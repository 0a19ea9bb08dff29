//! The middleware at run time, beside its rivals.

use std::fs;

use crate::bench::section;
use crate::command::cargo;
use crate::command::output;
use crate::command::root;

/// Runs the bench and writes `docs/benchmarks.md`. Takes minutes; needs valgrind.
pub(super) fn run() -> anyhow::Result<()> {
    let bench = ["bench", "--quiet", "--manifest-path", "bench/Cargo.toml", "--bench", "layers"];
    let text = output(cargo(&bench))?;
    let path = root().join("docs/benchmarks.md");
    let page = fs::read_to_string(&path)?;
    fs::write(path, text + section::others(&page))?;
    Ok(())
}
