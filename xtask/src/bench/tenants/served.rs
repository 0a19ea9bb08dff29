//! A gateway before the policies of tenants, and whoever asks it.

use std::io::Read;
use std::io::Write;
use std::net::TcpStream;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use anyhow::ensure;

use super::kept::Changed;
use super::kept::Kept;
use super::kept::host;
use super::kept::page;
use crate::bench::gateway::round::Running;
use crate::command::output;

/// How a gateway learns of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reload {
    ByItself,
    OnSignal,
}

/// A gateway that runs, alone on a core.
pub(super) struct Served {
    /// Until it answered.
    pub(super) start: Duration,
    folder: PathBuf,
    kept: Kept,
    tenants: usize,
    changes: usize,
    asked: usize,
    port: u16,
    stream: TcpStream,
    running: Running,
}

impl Served {
    pub(super) fn start(
        program: &Path,
        folder: &Path,
        kept: Kept,
        tenants: usize,
        port: u16,
    ) -> anyhow::Result<Self> {
        let file = folder.join("crosscheck.toml").display().to_string();
        let listen = format!("127.0.0.1:{port}");
        let program = program.display().to_string();
        let command = [&*program, "serve", "--watch", "--listen", &listen, &file];
        let begin = Instant::now();
        let running = Running::start("0", &command.map(str::to_owned), port)?;
        let stream = connect(port)?;
        let folder = folder.to_owned();
        let start = Duration::ZERO;
        let mut served =
            Self { start, folder, kept, tenants, changes: 0, asked: 0, port, stream, running };
        let last = tenants - 1;
        ensure!(served.allows(last, &page(last, 0))?, "the last host has no policy");
        served.start = begin.elapsed();
        Ok(served)
    }

    /// MiB, the most that it held.
    pub(super) fn memory(&self) -> anyhow::Result<f64> {
        self.running.memory()
    }

    /// Asks hosts all over. Out: microseconds of an answer, the median and what 99 of 100 are below.
    pub(super) fn ask_many(&mut self) -> anyhow::Result<(f64, f64)> {
        let mut took = Vec::new();
        // One that nobody used meanwhile is closed.
        self.stream = connect(self.port)?;
        for _ in 0..ASKED {
            // A stride that comes by every host.
            self.asked += 7_919;
            let tenant = self.asked % self.tenants;
            let since = Instant::now();
            let allows = self.allows(tenant, &page(tenant, 0))?;
            took.push(since.elapsed().as_secs_f64() * 1e6);
            ensure!(allows, "tenant {tenant} is answered by another policy");
        }
        took.sort_by(f64::total_cmp);
        Ok((took[ASKED / 2], took[ASKED * 99 / 100]))
    }

    /// Changes the policy of one host. Out: how long it took until it was in force.
    pub(super) fn change(&mut self, reload: Reload) -> anyhow::Result<Duration> {
        self.changes += 1;
        // Between two changes people take longer than a file system's clock.
        thread::sleep(Duration::from_millis(20));
        self.stream = connect(self.port)?;
        let changed = Changed { tenant: self.changes * 4_001 % self.tenants, number: self.changes };
        let since = self.kept.change(&self.folder, self.tenants, changed)?;
        if reload == Reload::OnSignal {
            let mut kill = Command::new("kill");
            kill.args(["-HUP", &self.running.id().to_string()]);
            output(kill)?;
        }
        while !self.allows(changed.tenant, &page(changed.tenant, changed.number))? {
            ensure!(since.elapsed() < Duration::from_secs(120), "{changed:?} never came");
        }
        Ok(since.elapsed())
    }

    /// Whether a page may ask a host.
    fn allows(&mut self, tenant: usize, origin: &str) -> anyhow::Result<bool> {
        write!(
            self.stream,
            "OPTIONS / HTTP/1.1\r\nhost: {}\r\norigin: {origin}\r\naccess-control-request-method: GET\r\n\r\n",
            host(tenant)
        )?;
        let (mut answer, mut part) = (Vec::new(), [0; 4096]);
        while !answer.ends_with(b"\r\n\r\n") {
            let length = self.stream.read(&mut part)?;
            ensure!(length > 0, "it hung up");
            answer.extend_from_slice(&part[..length]);
        }
        let answer = String::from_utf8(answer)?;
        Ok(answer.contains(&format!("access-control-allow-origin: {origin}\r\n")))
    }
}

fn connect(port: u16) -> anyhow::Result<TcpStream> {
    let stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// How many answers a round has.
const ASKED: usize = 4_000;
