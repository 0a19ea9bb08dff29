//! Rounds: each server by turns, so that what the machine does besides meets all of them.

use std::fs;
use std::net::TcpStream;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use anyhow::Context;
use anyhow::bail;
use anyhow::ensure;

use super::load;
use super::load::Seen;
use super::rival;
use super::rival::Rival;
use super::scene::Load;
use super::scene::SCENES;
use super::scene::Scene;
use crate::command::output;
use crate::command::told;

/// The servers, the upstream behind them, and where their files are.
pub(super) struct Bench {
    pub(super) folder: PathBuf,
    pub(super) rivals: Vec<Rival>,
    _upstream: Running,
}

/// A program that ends with this value.
pub(in crate::bench) struct Running(Child);

/// One round of one server.
#[derive(Clone, Copy, Debug)]
pub(in crate::bench) struct Slice {
    /// Microseconds of the processor for each request.
    pub(in crate::bench) cost: f64,
    pub(in crate::bench) seen: Seen,
}

/// All rounds of one server in one scene.
#[derive(Debug)]
pub(in crate::bench) struct Figures {
    pub(in crate::bench) scene: &'static Scene,
    pub(in crate::bench) rival: &'static str,
    pub(in crate::bench) slices: Vec<Slice>,
    /// The most that it held, in MiB.
    pub(in crate::bench) memory: f64,
}

pub(super) const UPSTREAM_PORT: u16 = 19_400;
pub(super) const FIRST_PORT: u16 = 19_410;

impl Bench {
    pub(super) fn new(folder: PathBuf, rivals: Vec<Rival>) -> anyhow::Result<Self> {
        make_certificate(&folder)?;
        let upstream = start_upstream(&folder, UPSTREAM_PORT)?;
        Ok(Self { folder, rivals, _upstream: upstream })
    }

    /// In: how many rounds of each scene at most.
    pub(super) fn measure(&self, most: u64) -> anyhow::Result<Vec<Figures>> {
        let mut figures = Vec::new();
        for tls in [false, true] {
            let of_this = |scene: &&Scene| (scene.load == Load::H2load) == tls;
            let plays = |rival: &Rival| SCENES.iter().filter(of_this).any(|it| rival.plays(it));
            let spoken = self.rivals.iter().enumerate().filter(|(_, rival)| plays(rival));
            let running = spoken.map(|(index, rival)| {
                let port = FIRST_PORT + 2 * u16::try_from(index)?;
                let command = rival.command(&self.folder, port, tls, UPSTREAM_PORT)?;
                let running = Running::start("0", &command, port + u16::from(tls))?;
                anyhow::Ok((rival, port, running))
            });
            let running = running.collect::<anyhow::Result<Vec<_>>>()?;
            for scene in SCENES.iter().filter(of_this) {
                let in_it: Vec<_> =
                    running.iter().filter(|(rival, ..)| rival.plays(scene)).collect();
                let (rounds, servers) = (scene.rounds.min(most), in_it.len());
                told(&format!("{}, {rounds} rounds of {servers} servers", scene.name));
                figures.extend(self.rounds(scene, rounds, &in_it)?);
            }
        }
        Ok(figures)
    }

    fn rounds(
        &self,
        scene: &'static Scene,
        rounds: u64,
        running: &[&(&Rival, u16, Running)],
    ) -> anyhow::Result<Vec<Figures>> {
        let mut slices: Vec<Vec<Slice>> = running.iter().map(|_| Vec::new()).collect();
        for _ in 0..rounds {
            for ((rival, port, server), slices) in running.iter().copied().zip(&mut slices) {
                let before = server.processor_time()?;
                let seen =
                    load::run(scene, &self.folder, *port).with_context(|| rival.name.to_owned())?;
                let cost = (server.processor_time()? - before) * 1e6 / seen.requests;
                slices.push(Slice { cost, seen });
            }
        }
        running
            .iter()
            .copied()
            .zip(slices)
            .map(|((rival, _, server), slices)| {
                Ok(Figures { scene, rival: rival.name, slices, memory: server.memory()? })
            })
            .collect()
    }
}

/// Starts nginx, with the files that it serves in a folder, on the core of the load.
pub(in crate::bench) fn start_upstream(folder: &Path, port: u16) -> anyhow::Result<Running> {
    fs::write(folder.join("www/long"), "y".repeat(1024 * 1024))?;
    let configuration = folder.join("upstream.conf");
    let text = rival::UPSTREAM.replace("KIBIBYTE", &"x".repeat(1024));
    fs::write(&configuration, rival::fill(&text, folder, port, 0))?;
    let nginx = ["nginx", "-c", &configuration.display().to_string()].map(str::to_owned);
    Running::start("1", &nginx, port)
}

impl Running {
    /// Starts a program on a core, and waits until it listens.
    pub(in crate::bench) fn start(
        core: &str,
        command: &[String],
        port: u16,
    ) -> anyhow::Result<Self> {
        let listens = || TcpStream::connect(("127.0.0.1", port)).is_ok();
        ensure!(!listens(), "something else listens on {port}, where {command:?} is to listen");
        let mut program = Command::new("taskset");
        program.args(["-c", core]).args(command).env("GOMAXPROCS", "1");
        program.stdout(Stdio::null()).stderr(Stdio::null());
        let mut started = Self(program.spawn().with_context(|| format!("{command:?}"))?);
        let end = Instant::now() + Duration::from_secs(300);
        while !listens() {
            ensure!(Instant::now() < end, "{command:?} does not listen on {port}");
            if let Some(status) = started.0.try_wait()? {
                bail!("{command:?} has ended with {status}");
            }
            thread::sleep(Duration::from_millis(1));
        }
        // The gateway as it was hung up on who came first.
        thread::sleep(Duration::from_millis(100));
        Ok(started)
    }

    pub(in crate::bench) fn id(&self) -> u32 {
        self.0.id()
    }

    /// Seconds of all its threads, in steps of a hundredth.
    pub(in crate::bench) fn processor_time(&self) -> anyhow::Result<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0.id()))?;
        let (_, rest) = stat.rsplit_once(") ").context("a name")?;
        let ticks = rest.split(' ').skip(11).take(2).map(str::parse::<f64>);
        Ok(ticks.sum::<Result<f64, _>>()? / 100.0)
    }

    /// The most that it ever held, in MiB.
    pub(in crate::bench) fn memory(&self) -> anyhow::Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("VmHWM")?;
        Ok(line.trim().trim_end_matches(" kB").parse::<f64>()? / 1024.0)
    }

    /// Asks it to end, and waits until it has.
    pub(in crate::bench) fn end(mut self) -> anyhow::Result<()> {
        let mut kill = Command::new("kill");
        output({
            kill.arg(self.0.id().to_string());
            kill
        })?;
        self.0.wait()?;
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A key on the curve that browsers are served with, and a certificate of its own.
fn make_certificate(folder: &Path) -> anyhow::Result<()> {
    let (chain, key) = (folder.join("chain.pem"), folder.join("key.pem"));
    let mut openssl = Command::new("openssl");
    openssl.args([
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
    ]);
    openssl.args(["-days", "30", "-subj", "/CN=localhost", "-addext"]);
    openssl.arg("subjectAltName=DNS:localhost,IP:127.0.0.1").arg("-keyout").arg(&key);
    openssl.arg("-out").arg(&chain);
    output(openssl)?;
    let both = [fs::read(chain)?, fs::read(key)?].concat();
    fs::write(folder.join("both.pem"), both)?;
    Ok(())
}
