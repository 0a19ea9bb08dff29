//! A real nginx that serves a folder of files on a free port.

use std::fs;
use std::io;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

use tempfile::TempDir;

use crate::peer;
use crate::process::PATIENCE;
use crate::process::Process;
use crate::process::eventually;
use crate::process::free_port;

/// A running nginx, its files and its access log.
#[derive(Debug)]
pub struct Nginx {
    _process: Process,
    folder: TempDir,
    address: String,
}

impl Nginx {
    /// Starts one; `None` if nginx is not installed: see [`peer::require_or_skip`].
    pub fn start_or_skip() -> Option<Self> {
        let program = peer::require_or_skip("nginx")?;
        Some(Self::start(program).expect("nginx starts on a free port"))
    }

    fn start(program: PathBuf) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("crosscheck-nginx-").tempdir()?;
        let root = folder.path();
        fs::create_dir(root.join("files"))?;
        fs::create_dir(root.join("temp"))?;
        // nginx as root serves files as another user.
        #[cfg(unix)]
        for path in [root.to_path_buf(), root.join("files")] {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
        }
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()?));
        let at = root.display();
        let temp: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .iter()
            .map(|kind| format!("{kind}_temp_path {at}/temp/{kind};\n"))
            .collect();
        let config = format!(
            "daemon off;\nmaster_process off;\npid {at}/pid;\nerror_log {at}/error.log;\n\
             events {{}}\nhttp {{\n{temp}access_log {at}/access.log;\nserver {{\n\
             listen {address};\nroot {at}/files;\n\
             add_header Access-Control-Allow-Origin https://upstream.example always;\n\
             add_header Vary Accept-Encoding always;\n}}\n}}\n"
        );
        fs::write(root.join("nginx.conf"), config)?;
        let mut command = Command::new(program);
        command.arg("-p").arg(root).arg("-c").arg(root.join("nginx.conf"));
        command.arg("-e").arg(root.join("error.log"));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let process = Process::start(&mut command)?;
        eventually(PATIENCE, || TcpStream::connect(address).ok())
            .ok_or_else(|| io::Error::other("nginx does not listen"))?;
        Ok(Self { _process: process, folder, address: format!("http://{address}") })
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Puts a file where it will be served.
    pub fn put(&self, name: &str, text: &str) -> io::Result<()> {
        fs::write(self.folder.path().join("files").join(name), text)
    }

    /// Puts a file of that many zero bytes, without writing them.
    pub fn put_sparse(&self, name: &str, bytes: u64) -> io::Result<()> {
        fs::File::create(self.folder.path().join("files").join(name))?.set_len(bytes)
    }

    /// What reached it, a line a request.
    pub fn access_log(&self) -> String {
        fs::read_to_string(self.folder.path().join("access.log")).unwrap_or_default()
    }
}
