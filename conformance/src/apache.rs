//! A real Apache that serves a folder of files on a free port, as its defaults have it.

use std::fs;
use std::io;
use std::net::TcpListener;
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;

use tempfile::TempDir;

use crate::peer;
use crate::process::Process;
use crate::process::eventually;

/// A running Apache and its files.
#[derive(Debug)]
pub struct Apache {
    _process: Process,
    folder: TempDir,
    address: String,
}

impl Apache {
    /// Starts one; `None` if Apache is not installed: see [`peer::require_or_skip`].
    pub fn start_or_skip() -> Option<Self> {
        let program = peer::require_or_skip("apache2")?;
        Some(Self::start(&program).expect("Apache starts on a free port"))
    }

    fn start(program: &Path) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("crosscheck-apache-").tempdir()?;
        let at = folder.path().display();
        // Apache as root serves files as another user.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755))?;
        fs::create_dir(folder.path().join("files"))?;
        let address = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?;
        let modules: String = ["mpm_event", "authz_core", "dir"]
            .map(|name| {
                format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n")
            })
            .concat();
        let config = format!(
            "{modules}ServerName localhost\nServerRoot {at}\nDefaultRuntimeDir {at}\nPidFile \
             {at}/pid\nErrorLog {at}/log\nListen {address}\nUser www-data\nGroup www-data\n\
             DocumentRoot {at}/files\nDirectoryIndex index.html\n"
        );
        let file = folder.path().join("apache.conf");
        fs::write(&file, config)?;
        let mut command = Command::new(program);
        command.args(["-DFOREGROUND", "-f"]).arg(file);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let process = Process::start(&mut command)?;
        let listening = || TcpStream::connect(address).ok();
        eventually(Duration::from_secs(20), listening)
            .ok_or_else(|| io::Error::other("Apache did not listen"))?;
        Ok(Self { _process: process, folder, address: format!("http://{address}") })
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Serves a text under a path, `folder/file`.
    pub fn put(&self, path: &str, text: &str) -> io::Result<()> {
        let path = self.folder.path().join("files").join(path);
        path.parent().map(fs::create_dir_all).transpose()?;
        fs::write(path, text)
    }
}
