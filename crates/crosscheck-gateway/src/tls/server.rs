//! TLS with clients.

use std::fmt;
use std::sync::Arc;
use std::sync::PoisonError;
use std::sync::RwLock;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::server::ClientHello;
use tokio_rustls::rustls::server::ResolvesServerCert;
use tokio_rustls::rustls::sign::CertifiedKey;

use crate::Certificate;
use crate::tls::certificate::VERSIONS;
use crate::tls::certificate::provider;

/// What clients are shown. Clones are the same place: certificates that are renewed are put there while
/// the gateway serves.
#[derive(Clone)]
pub struct ServerTls {
    certificates: Arc<Certificates>,
    acceptor: TlsAcceptor,
}

#[derive(Debug)]
struct Certificates(RwLock<Vec<Certificate>>);

impl ServerTls {
    /// Shows each client the first certificate that stands for the host it asks for, and the first of
    /// all where none does, or it asks for none.
    pub fn new(first: Certificate, others: impl IntoIterator<Item = Certificate>) -> Self {
        let all = std::iter::once(first).chain(others).collect();
        let certificates = Arc::new(Certificates(RwLock::new(all)));
        let config = ServerConfig::builder_with_provider(Arc::new(provider()))
            .with_protocol_versions(&VERSIONS)
            .expect("ring knows suites for both versions")
            .with_no_client_auth();
        let mut config = config.with_cert_resolver(certificates.clone());
        config.alpn_protocols = ALPN.map(Vec::from).to_vec();
        Self { certificates, acceptor: TlsAcceptor::from(Arc::new(config)) }
    }

    /// Shows other certificates from now on; connections that stand go on.
    pub fn replace(&self, first: Certificate, others: impl IntoIterator<Item = Certificate>) {
        let all = std::iter::once(first).chain(others).collect();
        *self.certificates.0.write().unwrap_or_else(PoisonError::into_inner) = all;
    }

    pub(crate) const fn acceptor(&self) -> &TlsAcceptor {
        &self.acceptor
    }
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let name = hello.server_name().and_then(|name| ServerName::try_from(name).ok());
        let named = name.and_then(|name| all.iter().find(|certificate| certificate.is_for(&name)));
        named.or_else(|| all.first()).map(|certificate| Arc::clone(certificate.key()))
    }
}

impl fmt::Debug for ServerTls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerTls")
            .field("certificates", &self.certificates)
            .finish_non_exhaustive()
    }
}

/// What is spoken inside, the best first.
const ALPN: [&[u8]; 2] = [b"h2", b"http/1.1"];
