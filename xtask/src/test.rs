//! Every check and every test, in the order in which they fail fastest.

use std::process::Command;
use std::time::Instant;

use anyhow::Context;
use conformance::peer;

use crate::browsers;
use crate::browsers::Diff;
use crate::command::cargo;
use crate::command::root;
use crate::command::succeed;
use crate::r#gen;
use crate::layers;
use crate::spec;

#[expect(clippy::print_stdout, reason = "progress is this task's output")]
pub(crate) fn run() -> anyhow::Result<()> {
    let started = Instant::now();
    stage("format", || succeed(cargo(&["fmt", "--all", "--check"])))?;
    stage("layers", layers::run)?;
    stage("lints", lints)?;
    stage("generated files", || r#gen::run(true))?;
    stage("steps of the standards", || spec::run(true))?;
    stage("tests", tests)?;
    stage("browsers beside the engine", || {
        browsers::diff(&Diff { count: 80, tolerate: 0.03, ..Diff::default() })
    })?;
    stage("examples in the docs", || succeed(cargo(&["test", "--workspace", "--doc", "--quiet"])))?;
    stage("docs", || {
        let mut docs = cargo(&["doc", "--workspace", "--no-deps", "--quiet"]);
        docs.env("RUSTDOCFLAGS", "-D warnings");
        succeed(docs)
    })?;
    let missing: Vec<&str> =
        peer::PEERS.into_iter().filter(|program| peer::find(program).is_none()).collect();
    println!("all stages passed in {} s", started.elapsed().as_secs());
    if missing.is_empty() {
        println!("live tests: every peer is installed, nothing was skipped");
    } else {
        println!(
            "live tests: skipped where they need {} (`cargo xtask setup` installs what is missing)",
            missing.join(", ")
        );
    }
    Ok(())
}

fn lints() -> anyhow::Result<()> {
    let deny = ["--", "-D", "warnings"];
    let clippy = |arguments: &[&str]| {
        succeed(cargo(&[&["clippy", "--quiet"], arguments, &deny[..]].concat()))
    };
    clippy(&["--workspace", "--all-targets"])?;
    // The library once for each of its features, since a workspace build unites them.
    for features in ["", "serde", "schema"] {
        clippy(&["--package", "crosscheck", "--features", features])?;
    }
    // Workspaces of their own, which must not rot.
    for manifest in ["bench/Cargo.toml", "fuzz/Cargo.toml"] {
        clippy(&["--manifest-path", manifest, "--all-targets"])?;
    }
    Ok(())
}

fn tests() -> anyhow::Result<()> {
    let has_nextest = Command::new("cargo-nextest")
        .arg("--version")
        .output()
        .is_ok_and(|output| output.status.success());
    let targets = ["--workspace", "--lib", "--bins", "--tests", "--examples"];
    let run = |last: &str| match has_nextest {
        true => cargo(&["nextest", "run", "--workspace", last]),
        false => cargo(&[&["test"], &targets[..], &[last]].concat()),
    };
    // What is to be fetched is fetched before.
    succeed(run("--no-run"))?;
    succeed(unplugged(run("--offline")))
}

/// The same command where there is no network but loopback: nothing we make may need another.
///
/// Only Linux has such places, and only its administrator may make one; elsewhere the command stays
/// as it is.
#[expect(clippy::print_stdout, reason = "progress is this task's output")]
fn unplugged(command: Command) -> Command {
    const LOOPBACK_ALONE: [&str; 4] =
        ["--net", "sh", "-c", "ip link set lo up && { [ $# = 0 ] || exec \"$@\"; }"];
    let unshare = || {
        let mut unshare = Command::new("unshare");
        unshare.args(LOOPBACK_ALONE).arg("sh");
        unshare
    };
    if !unshare().output().is_ok_and(|output| output.status.success()) {
        println!("   with the network on: this system lets nobody cut it off here");
        return command;
    }
    println!("   without a network but loopback");
    let mut within = unshare();
    within.arg(command.get_program()).args(command.get_args()).current_dir(root());
    within.env("CARGO_NET_OFFLINE", "true");
    within
}

#[expect(clippy::print_stdout, reason = "progress is this task's output")]
fn stage(name: &str, run: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<()> {
    println!("== {name}");
    let started = Instant::now();
    run().with_context(|| format!("stage `{name}` failed"))?;
    println!("   {name}: passed in {:.1} s", started.elapsed().as_secs_f32());
    Ok(())
}
