//! A folder of policies, and the server that watches it.

use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::path::Path;
use std::path::PathBuf;
use std::process::ChildStdout;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use anyhow::Context;
use anyhow::ensure;
use conformance::process::Process;
use conformance::process::free_port;
use serde_json::Value;

/// How often the policy is changed. Each lets pages see one header fewer than the one before, so that none
/// widens, and an answer tells by which it was given.
pub(super) const CHANGES: usize = 10;
pub(super) const ORIGIN: &str = "https://app.example";
const MOST_PATIENCE: Duration = Duration::from_secs(120);

/// A folder, and who serves it.
pub(super) struct Served {
    // It ends before the folder is gone.
    process: Process,
    folder: tempfile::TempDir,
    program: PathBuf,
    pub(super) address: SocketAddr,
    admin: SocketAddr,
}

impl Served {
    /// In: the folder of programs; where Envoys connect.
    pub(super) fn start(release: &Path, at: IpAddr) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        fs::write(folder.path().join("default.toml"), policy(0))?;
        let address = SocketAddr::from((at, free_port()?));
        let admin = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()?));
        let program = release.join("crosscheck");
        let process = serve(&program, folder.path(), address, admin)?;
        Ok(Self { process, folder, program, address, admin })
    }

    /// Puts a policy into the folder. Out: when.
    pub(super) fn put(&self, text: &str) -> anyhow::Result<Instant> {
        let new = self.folder.path().join(".new");
        fs::write(&new, text)?;
        fs::rename(new, self.folder.path().join("default.toml"))?;
        Ok(Instant::now())
    }

    /// Ends the server without a word.
    pub(super) fn kill(&mut self) -> anyhow::Result<()> {
        self.process.child().kill()?;
        self.process.child().wait()?;
        Ok(())
    }

    /// Starts it anew, beside the same folder.
    pub(super) fn start_again(&mut self) -> anyhow::Result<()> {
        self.process = serve(&self.program, self.folder.path(), self.address, self.admin)?;
        Ok(())
    }

    /// Waits until the server says so of itself.
    pub(super) fn until(&self, what: &str, is_so: impl Fn(&Value) -> bool) -> anyhow::Result<()> {
        let since = Instant::now();
        loop {
            let mut ask = Command::new(&self.program);
            ask.args(["fleet", "status", "--output", "json", "--url"]);
            let told = ask.arg(format!("http://{}", self.admin)).output()?;
            if serde_json::from_slice(&told.stdout).is_ok_and(|status| is_so(&status)) {
                return Ok(());
            }
            ensure!(since.elapsed() < MOST_PATIENCE, "never {what}: {told:?}");
        }
    }

    /// The most that it held, in KiB.
    pub(super) fn memory(&self) -> anyhow::Result<u64> {
        self.process.peak_memory_kib().context("the server is gone")
    }
}

fn serve(
    program: &Path,
    folder: &Path,
    address: SocketAddr,
    admin: SocketAddr,
) -> anyhow::Result<Process> {
    let mut command = with_many_files(program);
    command.args(["fleet", "serve"]).arg(folder).arg("--in-the-clear");
    command.args(["--listen", &address.to_string(), "--admin", &admin.to_string()]);
    // What is wrong in the folder is so on purpose, and is asked for.
    let (process, mut out) = start(command.stderr(Stdio::null()))?;
    // It has told of the first policy before, or has not, if it kept one.
    while !read_line(&mut out)?.contains("for whoever runs it") {}
    Ok(process)
}

/// Starts a program whose output is read.
pub(super) fn start(command: &mut Command) -> anyhow::Result<(Process, BufReader<ChildStdout>)> {
    let mut process = Process::start(command.stdin(Stdio::null()).stdout(Stdio::piped()))?;
    let out = process.child().stdout.take().context("its output is piped")?;
    Ok((process, BufReader::new(out)))
}

/// The next line; fails where there is none.
pub(super) fn read_line(out: &mut BufReader<ChildStdout>) -> anyhow::Result<String> {
    let mut line = String::new();
    ensure!(out.read_line(&mut line)? > 0, "the program is gone");
    Ok(line)
}

/// A program that may open a file for each node.
pub(super) fn with_many_files(program: &Path) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -n $(ulimit -Hn) && exec \"$0\" \"$@\""]).arg(program);
    command
}

/// The policy after so many changes. Headers are sent in the order of their names.
pub(super) fn policy(number: usize) -> String {
    let headers: Vec<_> = (number..=CHANGES).map(|number| format!("\"x-{number:02}\"")).collect();
    format!("[cors]\norigins = [\"{ORIGIN}\"]\nexpose_headers = [{}]\n", headers.join(", "))
}

/// Of what change an answer's list of headers tells.
pub(super) fn change_of(exposed: &str) -> Option<usize> {
    exposed.split(',').next()?.trim().strip_prefix("x-")?.parse().ok()
}
