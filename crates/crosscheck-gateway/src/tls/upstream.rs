//! TLS with the upstream.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::OnceLock;

use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::RootCertStore;
use tokio_rustls::rustls::SignatureScheme;
use tokio_rustls::rustls::client::ResolvesClientCert;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::sign::CertifiedKey;

use crate::Certificate;
use crate::CertificateError;
use crate::socket::UpstreamSocket;
use crate::tls::certificate::VERSIONS;
use crate::tls::certificate::certificates;
use crate::tls::certificate::provider;

/// Whom the gateway believes to be the upstream, and what it shows of itself.
#[derive(Clone)]
pub struct UpstreamTls(TlsConnector);

impl UpstreamTls {
    /// Believes whom the system believes; its roots are read now, once.
    ///
    /// Fails if they cannot be read, or there are none.
    pub fn system() -> Result<Self, CertificateError> {
        static SYSTEM: OnceLock<Result<UpstreamTls, CertificateError>> = OnceLock::new();
        let system = SYSTEM.get_or_init(|| {
            let found = rustls_native_certs::load_native_certs();
            let mut roots = RootCertStore::empty();
            roots.add_parsable_certificates(found.certs);
            if roots.is_empty() {
                let why = found.errors.first().map_or("there are none".into(), ToString::to_string);
                return Err(CertificateError::Roots(why));
            }
            Ok(Self::believing(roots, None))
        });
        system.clone()
    }

    /// Believes these roots alone, in PEM.
    pub fn roots(pem: &[u8]) -> Result<Self, CertificateError> {
        Ok(Self::believing(read_roots(pem)?, None))
    }

    /// Believes these roots alone, and shows a certificate when it is asked for one.
    pub fn mutual(pem: &[u8], own: Certificate) -> Result<Self, CertificateError> {
        Ok(Self::believing(read_roots(pem)?, Some(own)))
    }

    fn believing(roots: RootCertStore, own: Option<Certificate>) -> Self {
        let config = ClientConfig::builder_with_provider(Arc::new(provider()))
            .with_protocol_versions(&VERSIONS)
            .expect("ring knows suites for both versions")
            .with_root_certificates(roots);
        let config = match own {
            Some(own) => config.with_client_cert_resolver(Arc::new(Own(own))),
            None => config.with_no_client_auth(),
        };
        Self(TlsConnector::from(Arc::new(config)))
    }

    /// Shakes hands. In: the host of the upstream's URL, an IPv6 address in brackets; whether HTTP/2 is to be
    /// spoken. Fails, too, if it is not agreed on.
    pub(crate) async fn connect(
        &self,
        host: &str,
        over_http2: bool,
        socket: UpstreamSocket,
    ) -> io::Result<TlsStream<UpstreamSocket>> {
        let bare = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let name = ServerName::try_from(bare).map_err(io::Error::other)?;
        let offered = if over_http2 { "h2" } else { "http/1.1" };
        let connector = self.0.with_alpn(vec![offered.into()]);
        let stream = connector.connect(name, socket).await?;
        if over_http2 && stream.get_ref().1.alpn_protocol() != Some(b"h2") {
            return Err(io::Error::other("it does not agree on HTTP/2"));
        }
        Ok(stream)
    }
}

/// One certificate for whoever asks.
#[derive(Debug)]
struct Own(Certificate);

impl ResolvesClientCert for Own {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(self.0.key()))
    }

    fn has_certs(&self) -> bool {
        true
    }
}

fn read_roots(pem: &[u8]) -> Result<RootCertStore, CertificateError> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(pem)? {
        roots.add(certificate).map_err(|error| CertificateError::Unusable(error.to_string()))?;
    }
    Ok(roots)
}

impl fmt::Debug for UpstreamTls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpstreamTls").finish_non_exhaustive()
    }
}

/// The same roots and the same certificate.
impl PartialEq for UpstreamTls {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(self.0.config(), other.0.config())
    }
}

impl Eq for UpstreamTls {}
