//! TLS as browsers speak it: the system's roots, HTTP/2 offered before HTTP/1.1.

use std::fmt;
use std::sync::Arc;

use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::DigitallySignedStruct;
use tokio_rustls::rustls::RootCertStore;
use tokio_rustls::rustls::SignatureScheme;
use tokio_rustls::rustls::client::danger::HandshakeSignatureValid;
use tokio_rustls::rustls::client::danger::ServerCertVerified;
use tokio_rustls::rustls::client::danger::ServerCertVerifier;
use tokio_rustls::rustls::crypto::CryptoProvider;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::crypto::verify_tls12_signature;
use tokio_rustls::rustls::crypto::verify_tls13_signature;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::pki_types::UnixTime;
use tokio_rustls::rustls::pki_types::pem::PemObject;

use super::failure::TransportError;

/// Whether certificates are looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// As the system trusts, and these.
    System(Vec<CertificateDer<'static>>),
    /// Any certificate will do.
    Anything,
}

/// Why a file names nobody to trust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootsError(String);

impl fmt::Display for RootsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RootsError {}

/// Makes connections secret. The system's roots are read when the first one is.
#[derive(Clone)]
pub(super) struct Tls {
    trust: Trust,
    connector: Option<TlsConnector>,
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls").field("trust", &self.trust).finish_non_exhaustive()
    }
}

impl Tls {
    pub(super) const fn new(trust: Trust) -> Self {
        Self { trust, connector: None }
    }

    /// The same, which trusts the certificates of a PEM file beside the system's, if it looks at any.
    pub(super) fn trusting(mut self, pem: &[u8]) -> Result<Self, RootsError> {
        let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
        let roots = found.map_err(|error| RootsError(error.to_string()))?;
        let mut store = RootCertStore::empty();
        for root in &roots {
            store.add(root.clone()).map_err(|error| RootsError(error.to_string()))?;
        }
        if roots.is_empty() {
            return Err(RootsError("it holds no certificate".into()));
        }
        if let Trust::System(known) = &mut self.trust {
            known.extend(roots);
        }
        Ok(self)
    }

    /// Shakes hands over a connection.
    pub(super) async fn connect(
        &mut self,
        host: &str,
        stream: TcpStream,
    ) -> Result<TlsStream<TcpStream>, TransportError> {
        let failed = |reason: String, is_certificate| TransportError::Tls {
            host: host.to_owned(),
            reason,
            is_certificate,
        };
        let bare = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let name = ServerName::try_from(bare).map_err(|error| failed(error.to_string(), false))?;
        let connector = match &self.connector {
            Some(connector) => connector.clone(),
            None => {
                let config = config(&self.trust).map_err(|e| failed(e.to_string(), false))?;
                self.connector.insert(TlsConnector::from(Arc::new(config))).clone()
            }
        };
        connector.connect(name, stream).await.map_err(|error| {
            let cause = error.get_ref().and_then(|e| e.downcast_ref::<rustls::Error>());
            match cause {
                Some(rustls::Error::InvalidCertificate(why)) => failed(in_words(why), true),
                Some(cause) => failed(cause.to_string(), false),
                None => failed(error.to_string(), false),
            }
        })
    }
}

/// Why a certificate is not taken.
fn in_words(why: &rustls::CertificateError) -> String {
    let said = match why {
        rustls::CertificateError::Expired | rustls::CertificateError::ExpiredContext { .. } => {
            "its certificate is past its time"
        }
        rustls::CertificateError::NotValidYet
        | rustls::CertificateError::NotValidYetContext { .. } => {
            "the time of its certificate has not begun"
        }
        rustls::CertificateError::UnknownIssuer => "nobody signed its certificate who is trusted",
        // What `openssl req -x509` makes: one that may sign others, and signed itself.
        rustls::CertificateError::Other(other)
            if format!("{other:?}").contains("CaUsedAsEndEntity") =>
        {
            "its certificate is self-signed"
        }
        _ => return why.to_string(),
    };
    said.to_owned()
}

fn config(trust: &Trust) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()?;
    let mut config = match trust {
        Trust::System(more) => {
            let mut roots = RootCertStore::empty();
            // A file that cannot be read leaves its roots out; what they signed is then not trusted.
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            roots.add_parsable_certificates(more.iter().cloned());
            builder.with_root_certificates(roots).with_no_client_auth()
        }
        Trust::Anything => builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(TrustAnything(provider)))
            .with_no_client_auth(),
    };
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// Takes any certificate, as the user asked; signatures are still checked.
#[derive(Debug)]
struct TrustAnything(Arc<CryptoProvider>);

impl ServerCertVerifier for TrustAnything {
    fn verify_server_cert(
        &self,
        _certificate: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.0.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.0.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
