//! A certificate and its key.

use std::sync::Arc;

use tokio_rustls::rustls;
use tokio_rustls::rustls::client::verify_server_name;
use tokio_rustls::rustls::crypto::CryptoProvider;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::pki_types::pem;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::server::ParsedCertificate;
use tokio_rustls::rustls::sign::CertifiedKey;

/// A certificate with those that lead to its root, and its private key: what one end of a connection
/// shows the other.
#[derive(Clone, Debug)]
pub struct Certificate(Arc<CertifiedKey>);

/// Why text is no certificate with its key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// There is no certificate in it.
    #[error("no certificate is in it: look for `-----BEGIN CERTIFICATE-----`")]
    NoCertificate,
    /// There is no private key in it.
    #[error(
        "no private key is in it: look for `-----BEGIN PRIVATE KEY-----`, without a passphrase"
    )]
    NoKey,
    /// It is not written as PEM.
    #[error("not in PEM: {0}")]
    Pem(String),
    /// Both are there, but not made for each other, or of a kind that is not known.
    #[error("the key and the first certificate do not belong together, or cannot be used: {0}")]
    Unusable(String),
    /// The roots that the system trusts cannot be read.
    #[error("the system's roots cannot be read: {0}")]
    Roots(String),
}

impl Certificate {
    /// Reads a chain, the server's own certificate first, and a private key, both in PEM; they may stand
    /// in one text.
    pub fn from_pem(chain: &[u8], key: &[u8]) -> Result<Self, CertificateError> {
        let chain = certificates(chain)?;
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|error| match error {
            pem::Error::NoItemsFound => CertificateError::NoKey,
            error => CertificateError::Pem(error.to_string()),
        })?;
        let certified = CertifiedKey::from_der(chain, key, &provider());
        certified
            .map(|it| Self(Arc::new(it)))
            .map_err(|it| CertificateError::Unusable(it.to_string()))
    }

    /// Whether it stands for a host, by a name of its own or by a wildcard.
    pub(crate) fn is_for(&self, name: &ServerName<'_>) -> bool {
        let certificate = self.0.end_entity_cert().and_then(ParsedCertificate::try_from);
        certificate.is_ok_and(|certificate| verify_server_name(&certificate, name).is_ok())
    }

    pub(crate) const fn key(&self) -> &Arc<CertifiedKey> {
        &self.0
    }
}

/// All certificates in a text; at least one.
pub(crate) fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, CertificateError> {
    let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    match all {
        Ok(all) if all.is_empty() => Err(CertificateError::NoCertificate),
        Ok(all) => Ok(all),
        Err(error) => Err(CertificateError::Pem(error.to_string())),
    }
}

/// What encrypts.
pub(crate) fn provider() -> CryptoProvider {
    ring::default_provider()
}

/// The versions that are spoken.
pub(crate) static VERSIONS: [&rustls::SupportedProtocolVersion; 2] =
    [&rustls::version::TLS13, &rustls::version::TLS12];
