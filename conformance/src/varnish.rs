//! A real Varnish in front of a server, as its defaults have it: a shared cache that reads `Vary`.

use std::io;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

use tempfile::TempDir;

use crate::peer;
use crate::process::PATIENCE;
use crate::process::Process;
use crate::process::eventually;
use crate::process::free_port;

/// A running Varnish. `X-Varnish` of its answers has two numbers where it had kept them.
#[derive(Debug)]
pub struct Varnish {
    _process: Process,
    _folder: TempDir,
    address: String,
}

impl Varnish {
    /// Starts one; `None` if Varnish is not installed: see [`peer::require_or_skip`].
    ///
    /// In: the address of what is behind it.
    pub fn start_or_skip(behind: SocketAddr) -> Option<Self> {
        let program = peer::require_or_skip(peer::VARNISH)?;
        Some(Self::start(&program, behind).expect("Varnish starts on a free port"))
    }

    fn start(program: &Path, behind: SocketAddr) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("crosscheck-varnish-").tempdir()?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()?));
        let mut command = Command::new(program);
        command.args(["-F", "-j", "none", "-s", "malloc,16m", "-t", "60"]);
        command.args(["-a", &address.to_string(), "-b", &behind.to_string()]);
        command.arg("-n").arg(folder.path());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let process = Process::start(&mut command)?;
        eventually(PATIENCE, || TcpStream::connect(address).ok())
            .ok_or_else(|| io::Error::other("Varnish did not listen"))?;
        Ok(Self { _process: process, _folder: folder, address: format!("http://{address}") })
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        &self.address
    }
}
