//! TLS with Envoys: who the server is, and who they are.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use crosscheck_config::files::Source;
use crosscheck_config::files::read_source;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::RootCertStore;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::server::WebPkiClientVerifier;

use crate::failure::FleetError;

/// Files in PEM.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "made by whoever serves, whole")]
pub struct TlsFiles {
    /// The server's certificate and what leads to its root.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
    /// Who may say which Envoys are nodes; without it anybody may connect.
    pub client_authorities: Option<PathBuf>,
}

impl TlsFiles {
    pub(crate) fn acceptor(&self) -> Result<TlsAcceptor, FleetError> {
        let chain = certificates(&self.certificate)?;
        let key = PrivateKeyDer::from_pem_slice(text(&self.key)?.as_bytes());
        let key = key.map_err(|error| wrong(&self.key, error))?;
        let provider = Arc::new(ring::default_provider());
        let config = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .expect("ring knows suites for both versions");
        let config = match &self.client_authorities {
            None => config.with_no_client_auth(),
            Some(path) => {
                let mut roots = RootCertStore::empty();
                for certificate in certificates(path)? {
                    roots.add(certificate).map_err(|error| wrong(path, error))?;
                }
                let verifier = WebPkiClientVerifier::builder_with_provider(roots.into(), provider);
                config.with_client_cert_verifier(
                    verifier.build().map_err(|error| wrong(path, error))?,
                )
            }
        };
        let config = config.with_single_cert(chain, key);
        let mut config = config.map_err(|error| wrong(&self.certificate, error))?;
        config.alpn_protocols = vec![b"h2".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, FleetError> {
    let text = text(path)?;
    let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(text.as_bytes()).collect();
    let all = all.map_err(|error| wrong(path, error))?;
    match all.is_empty() {
        true => Err(wrong(path, "no certificate is in it")),
        false => Ok(all),
    }
}

fn text(path: &Path) -> Result<String, FleetError> {
    read_source(path, Source::RegularFile).map_err(|error| match error {
        crosscheck_config::files::FileError::Unreadable { error, .. } => wrong(path, error),
        error => wrong(path, error),
    })
}

fn wrong(path: &Path, error: impl ToString) -> FleetError {
    FleetError::Tls { path: path.to_owned(), error: error.to_string() }
}
