//! The certificate and its key, as a mounted secret holds them, read again when they change.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use crosscheck_config::files::FileError;
use crosscheck_config::files::Source;
use crosscheck_config::files::read_source;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;

/// Where they are, and what was read last.
pub(crate) struct Certificate {
    certificate: PathBuf,
    key: PathBuf,
    /// What both files held.
    read: (String, String),
    config: Arc<ServerConfig>,
}

impl Certificate {
    /// Reads them for the first time.
    pub(crate) fn read(certificate: PathBuf, key: PathBuf) -> anyhow::Result<Self> {
        let read = (text(&certificate)?, text(&key)?);
        let config = Arc::new(configuration(&read.0, &read.1)?);
        Ok(Self { certificate, key, read, config })
    }

    /// Reads them again. Out: whether they are others now; what was there stays if they are none.
    pub(crate) fn read_again(&mut self) -> anyhow::Result<bool> {
        let read = (text(&self.certificate)?, text(&self.key)?);
        if read == self.read {
            return Ok(false);
        }
        self.config = Arc::new(configuration(&read.0, &read.1)?);
        self.read = read;
        Ok(true)
    }

    /// What connections that come from now on are served with.
    pub(crate) fn config(&self) -> Arc<ServerConfig> {
        self.config.clone()
    }
}

fn text(path: &Path) -> anyhow::Result<String> {
    let read = read_source(path, Source::RegularFile);
    read.map_err(|error| match error {
        FileError::Unreadable { error, .. } => error.into(),
        error => anyhow::Error::new(error),
    })
    .with_context(|| format!("cannot read {}", path.display()))
}

fn configuration(certificate: &str, key: &str) -> anyhow::Result<ServerConfig> {
    let chain: Vec<CertificateDer<'static>> =
        CertificateDer::pem_slice_iter(certificate.as_bytes())
            .collect::<Result<_, _>>()
            .context("the certificate")?;
    let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).context("the key")?;
    let versions = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?;
    Ok(versions.with_no_client_auth().with_single_cert(chain, key)?)
}
