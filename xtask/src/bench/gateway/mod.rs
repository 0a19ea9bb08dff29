//! The gateway beside nginx, HAProxy, Envoy and Caddy with the same policy: each alone on one core, load and the
//! upstream on another, by turns.
//!
//! Takes about ten minutes on a machine that does nothing else. Needs two cores, wrk, h2load, openssl, taskset
//! and valgrind; of the rivals it takes those that are installed.

pub(super) mod callgrind;
pub(super) mod load;
pub(super) mod page;
mod rival;
pub(super) mod round;
pub(super) mod scene;

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

use crate::bench::section;
use crate::command::cargo;
use crate::command::output;
use crate::command::root;
use crate::command::succeed;
use crate::command::target;
use crate::command::told;

/// What the gateway was before it was made faster: held against it ever after.
const BEFORE: &str = "3547b73";

/// Runs all rounds of all scenes and writes the gateway's section of `docs/benchmarks.md`; with fewer `rounds`, prints it.
pub(super) fn run(rounds: Option<u64>) -> anyhow::Result<()> {
    let folder = target().canonicalize()?.join("bench-gateway");
    fs::create_dir_all(folder.join("www"))?;
    succeed(cargo(&["build", "--quiet", "--release", "--bin", "crosscheck"]))?;
    let now = target().canonicalize()?.join("release/crosscheck");
    let before = build_before(&folder)?;
    let rivals = rival::all(&now, &before, &build_constants()?);
    let bench = round::Bench::new(folder, rivals)?;
    // The short part first: what does not start is seen before the long one.
    let counted = callgrind::count(&bench)?;
    let figures = bench.measure(rounds.unwrap_or(u64::MAX))?;
    let page = page::page(&figures, &counted)?;
    match rounds {
        Some(_) => std::io::stdout().write_all(page.as_bytes())?,
        None => section::write("The gateway", &page)?,
    }
    Ok(())
}

/// Builds what decides nothing.
fn build_constants() -> anyhow::Result<PathBuf> {
    let built = target().canonicalize()?.join("bench");
    let manifest = root().join("bench/Cargo.toml");
    let mut build = cargo(&["build", "--quiet", "--release", "--bin", "constants"]);
    build.arg("--manifest-path").arg(manifest).env("CARGO_TARGET_DIR", &built);
    succeed(build)?;
    Ok(built.join("release/constants"))
}

/// Builds the gateway as it was, once.
fn build_before(folder: &std::path::Path) -> anyhow::Result<PathBuf> {
    let binary = folder.join("crosscheck-before");
    if binary.exists() {
        return Ok(binary);
    }
    told("building the gateway as it was");
    let source = folder.join("before");
    fs::create_dir_all(&source)?;
    let archive = folder.join("before.tar");
    let mut git = Command::new("git");
    git.args(["archive", "--format=tar", "--output"]).arg(&archive).arg(BEFORE);
    output({
        git.current_dir(root());
        git
    })?;
    let mut tar = Command::new("tar");
    tar.arg("-xf").arg(&archive).arg("-C").arg(&source);
    output(tar)?;
    let mut build = cargo(&["build", "--quiet", "--release", "--bin", "crosscheck"]);
    build.current_dir(&source).env("CARGO_TARGET_DIR", folder.join("built"));
    succeed(build)?;
    fs::copy(folder.join("built/release/crosscheck"), &binary)?;
    for leftover in [folder.join("built"), source] {
        fs::remove_dir_all(leftover)?;
    }
    fs::remove_file(archive)?;
    Ok(binary)
}
