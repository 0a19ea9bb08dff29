//! Certificates from files, and again when the files change: whoever renews them tells nobody.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::mpsc;
use std::sync::mpsc::RecvTimeoutError;
use std::thread;
use std::time::Duration;

use crosscheck_config::CertificateFiles;
use crosscheck_config::UpstreamSettings;
use crosscheck_config::files::Stamp;
use crosscheck_gateway::Certificate;
use crosscheck_gateway::ServerTls;
use crosscheck_gateway::Upstream;
use crosscheck_gateway::UpstreamTls;

use crate::event::Event;
use crate::event::Tell;
use crate::failure::ServeError;

/// What clients are shown, and the files that it comes from.
#[derive(Debug)]
pub(crate) struct Certificates {
    files: Vec<CertificateFiles>,
    pub(crate) tls: ServerTls,
    seen: Vec<Option<Stamp>>,
}

impl Certificates {
    /// Reads the files; `None` if there are none. In: the folder that their paths begin in.
    pub(crate) fn read(
        files: &[CertificateFiles],
        folder: &Path,
    ) -> Result<Option<Self>, ServeError> {
        let beside = |files: &CertificateFiles| {
            let mut files = files.clone();
            files.chain = folder.join(&files.chain);
            files.key = folder.join(&files.key);
            files
        };
        let files: Vec<CertificateFiles> = files.iter().map(beside).collect();
        let seen = stamps(&files);
        let mut all = all_of(&files)?;
        if all.is_empty() {
            return Ok(None);
        }
        let first = all.remove(0);
        Ok(Some(Self { files, tls: ServerTls::new(first, all), seen }))
    }

    /// Looks at the files until nobody holds what comes out, and shows what is new there. What is wrong with it
    /// is told, and then the old ones are shown on.
    pub(crate) fn look_after(mut self, tell: Tell) -> std::io::Result<mpsc::Sender<()>> {
        let (hold, held) = mpsc::channel::<()>();
        let look = move || {
            while let Err(RecvTimeoutError::Timeout) = held.recv_timeout(LOOKED_EVERY) {
                let now = stamps(&self.files);
                if now == self.seen {
                    continue;
                }
                self.seen = now;
                match all_of(&self.files) {
                    Ok(mut all) if !all.is_empty() => {
                        let first = all.remove(0);
                        self.tls.replace(first, all);
                        tell(Event::Certificates);
                    }
                    Ok(_) => {}
                    Err(error) => {
                        tell(Event::Trouble(format!(
                            "{error}; the certificates stay as they were"
                        )));
                    }
                }
            }
        };
        thread::Builder::new().name("certificates".into()).spawn(look)?;
        Ok(hold)
    }
}

/// The upstream, over TLS as its settings have it.
pub(crate) fn secured(
    upstream: Upstream,
    settings: &UpstreamSettings,
    folder: &Path,
) -> Result<Upstream, ServeError> {
    let Some(roots) = &settings.roots else { return Ok(upstream) };
    let path = folder.join(roots);
    let pem = read(&path)?;
    let tls = match &settings.certificate {
        None => UpstreamTls::roots(&pem),
        Some(files) => {
            let (chain, key) = (folder.join(&files.chain), folder.join(&files.key));
            UpstreamTls::mutual(&pem, one(&chain, &key)?)
        }
    };
    Ok(upstream.over_tls(tls.map_err(|error| ServeError::Certificate { path, error })?))
}

fn all_of(files: &[CertificateFiles]) -> Result<Vec<Certificate>, ServeError> {
    files.iter().map(|files| one(&files.chain, &files.key)).collect()
}

fn one(chain: &Path, key: &Path) -> Result<Certificate, ServeError> {
    let certificate = Certificate::from_pem(&read(chain)?, &read(key)?);
    certificate.map_err(|error| ServeError::Certificate { path: chain.into(), error })
}

fn read(path: &Path) -> Result<Vec<u8>, ServeError> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MOST_BYTES).read_to_end(&mut bytes));
    read.map_err(|error| ServeError::CertificateFile { path: path.into(), error })?;
    Ok(bytes)
}

fn stamps(files: &[CertificateFiles]) -> Vec<Option<Stamp>> {
    let paths = files.iter().flat_map(|files| [&files.chain, &files.key]);
    paths.map(|path| Stamp::of(path).ok()).collect()
}

const LOOKED_EVERY: Duration = Duration::from_secs(1);
const MOST_BYTES: u64 = 1 << 20;
