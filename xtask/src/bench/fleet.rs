//! A server of policies: how long a change takes to all nodes, and what ten thousand of them cost it.

use std::fmt::Write;
use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::path::Path;
use std::path::PathBuf;
use std::process::ChildStdout;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use anyhow::Context;
use conformance::envoy::Envoy;
use conformance::envoy::Setup;
use conformance::envoy::fleet;
use conformance::process::Process;
use conformance::process::free_port;
use serde_json::json;

use crate::bench::section;
use crate::command::cargo;
use crate::command::succeed;
use crate::command::target;
use crate::command::told;

const ENVOYS: usize = 20;
const SIMULATED: usize = 10_000;
const CHANGES: usize = 6;
const ORIGINS: [&str; 2] = ["https://one.example", "https://two.example"];

/// Runs both scenes and writes the fleet's section of `docs/benchmarks.md`.
pub(super) fn run() -> anyhow::Result<()> {
    succeed(cargo(&["build", "--quiet", "--package", "crosscheck-envoy"]))?;
    succeed(cargo(&["build", "--quiet", "--release", "--bin", "crosscheck"]))?;
    succeed(cargo(&[
        "build",
        "--quiet",
        "--release",
        "--package",
        "crosscheck-fleet",
        "--examples",
    ]))?;
    let release = target().canonicalize()?.join("release");
    let mut page = String::from(
        "One `crosscheck fleet serve` on the machine that its nodes are on; `cargo xtask bench fleet` writes this. A change is a \
         file that is renamed into the folder; the server looks twenty times a second.\n\n",
    );
    let took = real(&release)?;
    writeln!(
        page,
        "- {ENVOYS} Envoys on loopback, asked in turns by pages: after {} ms (at most {} ms) all answer by the new policy.",
        took.median, took.most
    )?;
    let (took, connected, memory) = simulated(&release)?;
    writeln!(
        page,
        "- {SIMULATED} simulated nodes, each with a connection of its own: all have the new policy after {} ms (at most {} ms). \
         They connect within {} ms, and the server holds {} MiB at most, {} KiB for each.",
        took.median,
        took.most,
        connected.as_millis(),
        memory >> 10,
        memory / SIMULATED as u64,
    )?;
    section::write("A fleet", &page)
}

/// In milliseconds.
struct Took {
    median: u128,
    most: u128,
}

impl Took {
    fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let at = |place: usize| times.get(place).map_or(0, Duration::as_millis);
        Self { median: at(times.len() / 2), most: at(times.len().saturating_sub(1)) }
    }
}

/// A folder, and who serves it.
struct Served {
    folder: tempfile::TempDir,
    address: std::net::SocketAddr,
    process: Process,
}

impl Served {
    fn start(release: &Path) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let address = std::net::SocketAddr::from(([127, 0, 0, 1], free_port()?));
        fs::write(folder.path().join("default.toml"), policy(0))?;
        let mut command = with_many_files(&release.join("crosscheck"));
        command.args(["fleet", "serve"]).arg(folder.path()).arg("--allow-widening");
        command.args(["--listen", &address.to_string(), "--admin", "127.0.0.1:0"]);
        let (process, mut out) = start(&mut command)?;
        out.read_line(&mut String::new())?;
        Ok(Self { folder, address, process })
    }

    /// Puts the policy of an origin into the folder.
    fn put(&self, number: usize) -> anyhow::Result<Instant> {
        let new: PathBuf = self.folder.path().join(".new");
        fs::write(&new, policy(number))?;
        fs::rename(new, self.folder.path().join("default.toml"))?;
        Ok(Instant::now())
    }
}

fn real(release: &Path) -> anyhow::Result<Took> {
    told("twenty Envoys");
    let served = Served::start(release)?;
    let direct = json!({ "match": { "prefix": "/" }, "direct_response": { "status": 200 } });
    let mut envoys = Vec::new();
    for number in 0..ENVOYS {
        let asks = fleet(&format!("envoy-{number}"), served.address, "GRPC", None);
        let setup = Setup { routes: vec![direct.clone()], ..asks };
        envoys.push(Envoy::start_or_skip(served.address, &setup).context("Envoy is needed")?);
    }
    let all_read = |number: usize| {
        let origin = ORIGINS[number % 2];
        envoys.iter().all(|envoy| {
            let answer = envoy.ask("GET", "/", &[("origin", origin)]);
            answer.value("access-control-allow-origin") == origin
        })
    };
    let mut times = Vec::new();
    for number in 1..=CHANGES {
        let since = served.put(number)?;
        while !all_read(number) {
            anyhow::ensure!(since.elapsed() < Duration::from_secs(60), "a change never came");
        }
        times.push(since.elapsed());
    }
    Ok(Took::of(times))
}

/// Out: how long changes took; how long it took all to connect; what the server held at most, in KiB.
fn simulated(release: &Path) -> anyhow::Result<(Took, Duration, u64)> {
    told("ten thousand nodes");
    let served = Served::start(release)?;
    let mut command = with_many_files(&release.join("examples/many_nodes"));
    command.args([served.address.to_string(), SIMULATED.to_string()]);
    let begun = Instant::now();
    let (_nodes, mut out) = start(&mut command)?;
    let mut line = String::new();
    let mut next = || {
        line.clear();
        let read = out.read_line(&mut line)?;
        anyhow::ensure!(read > 0, "the nodes are gone");
        Ok(())
    };
    next()?;
    let connected = begun.elapsed();
    let mut times = Vec::new();
    for number in 1..=CHANGES {
        let since = served.put(number)?;
        next()?;
        times.push(since.elapsed());
    }
    let memory = served.process.peak_memory_kib().context("the server is gone")?;
    Ok((Took::of(times), connected, memory))
}

fn start(command: &mut Command) -> anyhow::Result<(Process, BufReader<ChildStdout>)> {
    let mut process = Process::start(command.stdin(Stdio::null()).stdout(Stdio::piped()))?;
    let out = process.child().stdout.take().context("its output is piped")?;
    Ok((process, BufReader::new(out)))
}

/// A program that may open a file for each node.
fn with_many_files(program: &Path) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -n $(ulimit -Hn) && exec \"$0\" \"$@\""]).arg(program);
    command
}

fn policy(number: usize) -> String {
    format!("[cors]\norigins = [\"{}\"]\n", ORIGINS[number % 2])
}
