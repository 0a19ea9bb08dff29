//! An application that runs.

use std::fs;
use std::fs::File;
use std::io;
use std::net::TcpStream;
use std::path::Path;
use std::process::Stdio;

use tempfile::TempDir;

use super::kind::Kind;
use crate::peer;
use crate::process::PATIENCE;
use crate::process::Process;
use crate::process::eventually;
use crate::process::free_port;

/// A running application: `/orders` answers `ok` to GET and DELETE, and says `X-Total: 5`; the handler of
/// `/fails` fails.
#[derive(Debug)]
pub struct App {
    kind: Kind,
    process: Process,
    folder: TempDir,
    port: u16,
}

impl App {
    /// Starts one, which may take a while to listen; `None` if what it needs is not installed: see
    /// [`peer::require_or_skip`].
    ///
    /// In: the patch's parts, each put where it says; none for an application without CORS.
    pub fn start_or_skip(kind: Kind, patch: &[String]) -> Option<Self> {
        let files = kind.files(patch);
        Self::of_files_or_skip(kind, files.iter().map(|(path, text)| (*path, text.as_str())))
    }

    /// Starts one that is made of other files than its own: paths and texts.
    pub fn of_files_or_skip<'f>(
        kind: Kind,
        files: impl Iterator<Item = (&'f str, &'f str)>,
    ) -> Option<Self> {
        peer::require_or_skip(kind.peer())?;
        Some(Self::start(kind, files).expect("it starts"))
    }

    fn start<'f>(kind: Kind, files: impl Iterator<Item = (&'f str, &'f str)>) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("crosscheck-app-").tempdir()?;
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap_or(folder.path()))?;
            fs::write(path, text)?;
        }
        // Where modules of JavaScript are looked for that a script imports.
        #[cfg(unix)]
        std::os::unix::fs::symlink(peer::NODE_MODULES, folder.path().join("node_modules"))?;
        let log = File::create(folder.path().join("log"))?;
        let port = free_port()?;
        let mut command = kind.command(folder.path(), port);
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        Ok(Self { kind, process: Process::start(&mut command)?, folder, port })
    }

    /// The folder of its files.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The URL that its paths go on from, once it listens.
    ///
    /// Fails with what it wrote if it ends, or never listens.
    pub fn url(&mut self) -> io::Result<String> {
        Ok(format!("{}{}", self.address()?, self.kind.prefix()))
    }

    /// Where it listens, once it does: `http://127.0.0.1:PORT`.
    ///
    /// Fails as [`url`](Self::url) does.
    pub fn address(&mut self) -> io::Result<String> {
        let port = self.port;
        let mut has_ended = false;
        eventually(PATIENCE, || {
            has_ended = matches!(self.process.child().try_wait(), Ok(Some(_)));
            let listens = TcpStream::connect(("127.0.0.1", port)).is_ok();
            (has_ended || listens).then_some(())
        });
        if has_ended || TcpStream::connect(("127.0.0.1", port)).is_err() {
            let log = fs::read_to_string(self.folder.path().join("log"))?;
            return Err(io::Error::other(format!("it does not listen: {log}")));
        }
        Ok(format!("http://127.0.0.1:{port}"))
    }
}

/// Compiles what applications in Go are made of, so that a test compiles nothing but the patched file.
pub fn compile_ahead() -> io::Result<()> {
    if peer::find(Kind::Go.peer()).is_some() {
        let patch = ["handler := cors.Default().Handler(mux)".into()];
        let app = App::start_or_skip(Kind::Go, &patch);
        app.map(|mut app| app.url()).transpose()?;
    }
    Ok(())
}
