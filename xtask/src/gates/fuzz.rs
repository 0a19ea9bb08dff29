//! Hostile input: each target of `fuzz/` for ten seconds, from the seeds that are kept.
//!
//! Built with the compiler at hand, whose coverage is asked for by its own passes, and without the
//! address sanitizer: the code has no `unsafe`, so what it would find is not ours, and a panic is found
//! without it. That makes the build twice as fast, and needs neither nightly nor cargo-fuzz.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;

use anyhow::Context;
use anyhow::bail;

use crate::command::cargo;
use crate::command::root;
use crate::command::succeed;
use crate::command::target;
use crate::command::told;

/// Seconds for each target.
const SECONDS: u32 = 10;

/// Targets at once.
const AT_ONCE: usize = 2;

/// What a target reads of what tests read.
const OF_TESTS: [(&str, &str); 1] = [("import", "crates/crosscheck-export/tests/data/imports")];

/// What libFuzzer looks for in a program.
const COVERAGE: [&str; 6] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "--cfg=fuzzing",
];

pub(crate) fn run() -> anyhow::Result<()> {
    let names = names()?;
    // A triple of its own keeps the flags away from what runs while building.
    let triple = host()?;
    let mut build = cargo(&["build", "--quiet", "--manifest-path", "fuzz/Cargo.toml"]);
    build.args(["--profile", "gate", "--target", &triple, "--bins"]);
    build.env("CARGO_TARGET_DIR", target()).env("RUSTFLAGS", COVERAGE.join(" "));
    succeed(build)?;
    let folder = target().join(&triple).join("gate");
    let mut seeds = 0;
    for names in names.chunks(AT_ONCE) {
        let mut running = Vec::new();
        for name in names {
            let found = target().join("fuzz").join(name);
            fs::create_dir_all(&found)?;
            let kept = kept(name);
            seeds += kept.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().count();
            running.push((name, found.clone(), start(&folder.join(name), &found, &kept)?));
        }
        for (name, found, child) in running {
            let output = child.wait_with_output()?;
            if !output.status.success() {
                let said = String::from_utf8_lossy(&output.stderr);
                bail!("`{name}` found something, kept in {}:\n{said}", found.display());
            }
        }
    }
    told(&format!("{} targets for {SECONDS} s each, from {seeds} seeds", names.len()));
    Ok(())
}

/// Starts one target; what it comes upon is put into the first folder, which is not kept.
fn start(program: &Path, found: &Path, kept: &[PathBuf]) -> anyhow::Result<Child> {
    let mut command = Command::new(program);
    command.arg(format!("-max_total_time={SECONDS}"));
    command.args(["-timeout=10", "-rss_limit_mb=2048", "-max_len=4096", "-print_final_stats=0"]);
    command.arg(format!("-artifact_prefix={}/", found.display())).arg(corpus(found)?);
    command.args(kept);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command.spawn().with_context(|| program.display().to_string())
}

/// The folders whose files a target begins with: seeds of its own, and what tests of the same reader read.
fn kept(name: &str) -> Vec<PathBuf> {
    let own = Path::new("fuzz/seeds").join(name);
    let others = OF_TESTS.iter().filter(|(target, _)| *target == name);
    let folders = [own].into_iter().chain(others.map(|(_, folder)| folder.into()));
    folders.map(|folder| root().join(folder)).filter(|folder| folder.is_dir()).collect()
}

fn corpus(found: &Path) -> anyhow::Result<PathBuf> {
    let corpus = found.join("corpus");
    fs::create_dir_all(&corpus)?;
    Ok(corpus)
}

/// The targets, by their files.
fn names() -> anyhow::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(root().join("fuzz/fuzz_targets"))? {
        let path = entry?.path();
        names.extend(path.file_stem().map(|name| name.to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}

/// What this machine builds for.
fn host() -> anyhow::Result<String> {
    let mut ask = Command::new("rustc");
    ask.arg("-vV").current_dir(root());
    let text = crate::command::output(ask)?;
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc names its host")?.to_owned())
}
