//! Running other programs from the root of the repository.

use std::env;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;
use anyhow::bail;

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The folder that Cargo builds into.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Cargo, at the root.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    command
}

/// Builds the binaries and the examples, with the features that the tests are built with, so that nothing
/// is built twice.
pub(crate) fn build_what_runs() -> anyhow::Result<()> {
    succeed(cargo(&[
        "build",
        "--workspace",
        "--bin",
        "crosscheck",
        "--bin",
        "crosscheck-kubernetes",
        "--examples",
        "--lib",
        "--quiet",
    ]))
}

/// Builds the filter of Envoy as a plugin, optimised as people run it: as it is in tests otherwise it is three times as
/// large, and read anew by every Envoy.
pub(crate) fn build_plugin() -> anyhow::Result<()> {
    let package = ["build", "--quiet", "--package", "crosscheck-envoy", "--release"];
    succeed(cargo(&[&package[..], &["--target", PLUGIN]].concat()))
}

/// What plugins are built for.
pub(crate) const PLUGIN: &str = "wasm32-wasip1";

/// Runs a command and fails if it fails.
pub(crate) fn succeed(mut command: Command) -> anyhow::Result<()> {
    let status = command.status().with_context(|| format!("{command:?} does not start"))?;
    if !status.success() {
        bail!("{command:?} failed: {status}");
    }
    Ok(())
}

/// Runs a command and returns what it printed.
pub(crate) fn output(mut command: Command) -> anyhow::Result<String> {
    let output = command.output().with_context(|| format!("{command:?} does not start"))?;
    if !output.status.success() {
        bail!("{command:?} failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// One line on what a check held true.
#[expect(clippy::print_stdout, reason = "what was checked is this program's output")]
pub(crate) fn told(line: &str) {
    println!("   {line}");
}
