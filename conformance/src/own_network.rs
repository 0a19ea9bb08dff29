//! A network of one's own: every address of the internet is this machine, names lead where a file says, and
//! nothing leaves.
//!
//! Linux gives it to its administrator: a process in a network and a mount namespace that `unshare` makes.

use std::fs;
use std::io;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::Context;
use anyhow::bail;
use tempfile::TempDir;

/// A command that runs another one in a network of its own; its arguments come behind.
///
/// Fails where nobody may have one, with what is missing.
pub fn command() -> anyhow::Result<Command> {
    let tried = unshare("true").output().context("`unshare` (util-linux) does not start")?;
    if !tried.status.success() {
        bail!(
            "real browsers are asked in a network of their own, where every address is this machine; \
             that takes Linux, its administrator (root) and `ip` of iproute2, and here it fails: {}",
            String::from_utf8_lossy(&tried.stderr).trim(),
        );
    }
    Ok(unshare("exec \"$@\""))
}

fn unshare(then: &str) -> Command {
    // Names are looked up only by who has an address that is not loopback.
    let all_is_here = "ip link set lo up && ip address add 10.255.255.254/32 dev lo && \
                       ip route add local 0.0.0.0/0 dev lo && ip -6 route add local ::/0 dev lo";
    let mut command = Command::new("unshare");
    command.args(["--net", "--mount", "--propagation", "private", "sh", "-c"]);
    command.arg(format!("{all_is_here} && {then}")).arg("sh");
    command
}

/// Whether this process is in a network of its own: who calls an address of the internet reaches this
/// machine.
pub fn is_here() -> bool {
    // Some systems let anybody listen at any address, and call others all the same.
    let Ok(listener) = TcpListener::bind(("1.2.3.4", 0)) else { return false };
    let address = listener.local_addr();
    address.is_ok_and(|address| TcpStream::connect_timeout(&address, PATIENCE).is_ok())
}

const PATIENCE: Duration = Duration::from_secs(1);

/// The files by which programs here find names and trust certificates, put over the system's for as long as
/// this namespace lives.
#[derive(Debug)]
pub(crate) struct Files {
    folder: TempDir,
}

impl Files {
    /// Puts them over the system's. In: what is trusted beside what the system trusts, as PEM.
    pub(crate) fn lay_over(authority: &str) -> anyhow::Result<Self> {
        let files = Self { folder: tempfile::tempdir()? };
        let trusted = fs::read_to_string(TRUSTED).unwrap_or_default();
        files.lay("hosts", "", HOSTS)?;
        files.lay("resolv", "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n", RESOLVER)?;
        files.lay("trusted", &format!("{trusted}\n{authority}"), TRUSTED)?;
        Ok(files)
    }

    /// Says where names lead.
    pub(crate) fn write_hosts<'h>(
        &self,
        hosts: impl Iterator<Item = (&'h str, String)>,
    ) -> io::Result<()> {
        let own = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
        // Written over: another file in its place would not be the one that was laid over the system's.
        let mut file = fs::File::create(self.folder.path().join("hosts"))?;
        writeln!(file, "127.0.0.1 localhost\n::1 ip6-localhost\n127.0.1.1 {}", own.trim())?;
        for (name, address) in hosts {
            writeln!(file, "{address} {name}")?;
        }
        Ok(())
    }

    fn lay(&self, name: &str, text: &str, over: &str) -> anyhow::Result<()> {
        let file = self.folder.path().join(name);
        fs::write(&file, text)?;
        if !Path::new(over).exists() {
            bail!("{over} is not there, so nothing can be laid over it");
        }
        let mount = Command::new("mount").arg("--bind").arg(&file).arg(over).output()?;
        if !mount.status.success() {
            bail!("{over}: {}", String::from_utf8_lossy(&mount.stderr).trim());
        }
        Ok(())
    }
}

const HOSTS: &str = "/etc/hosts";
const RESOLVER: &str = "/etc/resolv.conf";
/// What Debian's libraries trust, WebKit's among them.
const TRUSTED: &str = "/etc/ssl/certs/ca-certificates.crt";
