//! Every check and every test, in the order in which they fail fastest.

use std::fmt;
use std::process::Command;
use std::time::Duration;
use std::time::Instant;

use anyhow::Context;
use conformance::framework;
use conformance::peer;

use crate::browsers;
use crate::command::PLUGIN;
use crate::command::build_plugin;
use crate::command::build_what_runs;
use crate::command::cargo;
use crate::command::root;
use crate::command::succeed;
use crate::command::target;
use crate::gates;
use crate::gates::Gate;
use crate::r#gen;
use crate::layers;
use crate::spec;

#[expect(clippy::print_stdout, reason = "progress is this task's output")]
pub(crate) fn run() -> anyhow::Result<()> {
    let started = Instant::now();
    let mut times = Times::default();
    times.stage("format", || succeed(cargo(&["fmt", "--all", "--check"])))?;
    times.stage("layers", layers::run)?;
    times.stage("steps of the standards", || spec::run(true))?;
    for gate in [Gate::Dependencies, Gate::Promises, Gate::Examples, Gate::Packages] {
        times.stage(gate.name(), || gate.check())?;
    }
    times.stage("lints", lints)?;
    times.stage("lints of other workspaces", lints_of_others)?;
    for gate in [Gate::Features, Gate::Browser, Gate::Systems, Gate::OldestCompiler] {
        times.stage(gate.name(), || gate.check())?;
    }
    times.stage("docs", || {
        let mut docs = cargo(&["doc", "--workspace", "--no-deps", "--quiet"]);
        docs.env("RUSTDOCFLAGS", "-D warnings");
        succeed(docs)
    })?;
    times.stage("build", build)?;
    times.stage("generated files", || r#gen::run(true))?;
    times.stage("tests", || succeed(unplugged(tests("--offline"))))?;
    times.stage("browsers beside the engine", browsers::gate)?;
    times.stage("examples in the docs", || {
        succeed(cargo(&["test", "--workspace", "--doc", "--quiet"]))
    })?;
    times.stage(Gate::Adapters.name(), || Gate::Adapters.check())?;
    times.stage(Gate::Fuzz.name(), || Gate::Fuzz.check())?;
    let missing: Vec<&str> =
        peer::PEERS.into_iter().filter(|program| peer::find(program).is_none()).collect();
    println!("all stages passed in {} s: {times}", started.elapsed().as_secs());
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
    succeed(cargo(&[&["clippy", "--quiet", "--workspace", "--all-targets"], &deny[..]].concat()))?;
    if !gates::has_target(PLUGIN)? {
        return gates::skipped(PLUGIN);
    }
    let plugin = ["clippy", "--quiet", "--package", "crosscheck-envoy", "--target", PLUGIN];
    succeed(cargo(&[&plugin[..], &deny[..]].concat()))
}

/// Workspaces of their own, which must not rot. What they share with this one is checked once.
fn lints_of_others() -> anyhow::Result<()> {
    for manifest in ["bench/Cargo.toml", "fuzz/Cargo.toml", "adapters/Cargo.toml"] {
        let arguments = ["clippy", "--quiet", "--manifest-path", manifest, "--all-targets"];
        let mut clippy = cargo(&[&arguments[..], &["--", "-D", "warnings"]].concat());
        clippy.env("CARGO_TARGET_DIR", target());
        succeed(clippy)?;
    }
    Ok(())
}

/// All that runs later, with one set of features: no test compiles anything, nor fetches it.
fn build() -> anyhow::Result<()> {
    build_what_runs()?;
    match gates::has_target(PLUGIN)? {
        true => build_plugin()?,
        false => gates::skipped(PLUGIN)?,
    }
    succeed(tests("--no-run"))?;
    framework::compile_ahead().context("an application in Go")
}

/// The runner of tests.
fn tests(last: &str) -> Command {
    let has_nextest = Command::new("cargo-nextest")
        .arg("--version")
        .output()
        .is_ok_and(|output| output.status.success());
    let targets = ["--workspace", "--lib", "--bins", "--tests", "--examples"];
    match has_nextest {
        true => cargo(&["nextest", "run", "--workspace", last]),
        false => cargo(&[&["test"], &targets[..], &[last]].concat()),
    }
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

/// What each stage took.
#[derive(Debug, Default)]
struct Times(Vec<(&'static str, Duration)>);

impl Times {
    #[expect(clippy::print_stdout, reason = "progress is this task's output")]
    fn stage(
        &mut self,
        name: &'static str,
        run: impl FnOnce() -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        println!("== {name}");
        let started = Instant::now();
        run().with_context(|| format!("stage `{name}` failed"))?;
        let time = started.elapsed();
        println!("   {name}: passed in {:.1} s", time.as_secs_f32());
        self.0.push((name, time));
        Ok(())
    }
}

/// `lints 12 s, build 34 s`
impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (name, time)) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{name} {:.0} s", time.as_secs_f32())?;
        }
        Ok(())
    }
}
