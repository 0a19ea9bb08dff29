//! The adapters that are a workspace of their own, for the crates that their frameworks bring: their
//! tests, and the examples for the targets that they are for.

use crate::command::cargo;
use crate::command::succeed;
use crate::command::target;
use crate::command::told;
use crate::gates::targets::ELSEWHERE;
use crate::gates::targets::has_target;
use crate::gates::targets::skipped;

const MANIFEST: [&str; 2] = ["--manifest-path", "adapters/Cargo.toml"];

pub(crate) fn run() -> anyhow::Result<()> {
    run_cargo(&["fmt"], &["--all", "--check"])?;
    run_cargo(&["test", "--quiet"], &["--workspace", "--locked"])?;
    for (package, target) in ELSEWHERE {
        if has_target(target)? {
            run_cargo(&["build", "--quiet"], &["--package", package, "--target", target])?;
            told(&format!("{package} builds for {target}"));
        } else {
            skipped(target)?;
        }
    }
    Ok(())
}

fn run_cargo(first: &[&str], last: &[&str]) -> anyhow::Result<()> {
    let mut command = cargo(&[first, &MANIFEST, last].concat());
    // What is shared with the main workspace is built once.
    command.env("CARGO_TARGET_DIR", target());
    // Nobody steps through these with a debugger, and to write for it takes a third of the time.
    command.env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_PROFILE_TEST_DEBUG", "0");
    succeed(command)
}
