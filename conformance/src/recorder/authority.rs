//! Who vouches for every name: certificates of an authority of its own, which the browsers trust.

use std::collections::HashMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use anyhow::Context;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rcgen::BasicConstraints;
use rcgen::CertificateParams;
use rcgen::CertifiedIssuer;
use rcgen::DnType;
use rcgen::ExtendedKeyUsagePurpose;
use rcgen::IsCa;
use rcgen::KeyPair;
use rcgen::KeyUsagePurpose;
use rcgen::PublicKeyData;
use rcgen::date_time_ymd;
use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use rustls::crypto::ring::sign::any_ecdsa_type;
use rustls::pki_types::PrivateKeyDer;
use rustls::server::ClientHello;
use rustls::server::ResolvesServerCert;
use rustls::sign::CertifiedKey;
use rustls::sign::SigningKey;

/// A new authority, and the one key of all servers.
pub(super) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    key: KeyPair,
    signing: Arc<dyn SigningKey>,
    made: Mutex<HashMap<String, Arc<CertifiedKey>>>,
}

impl Authority {
    pub(super) fn new() -> anyhow::Result<Self> {
        let mut own = params(Vec::new(), "crosscheck recorder")?;
        own.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        own.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let issuer = CertifiedIssuer::self_signed(own, KeyPair::generate()?)?;
        let key = KeyPair::generate()?;
        let der = PrivateKeyDer::try_from(key.serialize_der()).map_err(anyhow::Error::msg)?;
        let signing = any_ecdsa_type(&der).context("a key for TLS")?;
        Ok(Self { issuer, key, signing, made: Mutex::default() })
    }

    /// Its certificate, for whoever trusts by a file.
    pub(super) fn pem(&self) -> String {
        self.issuer.pem()
    }

    /// Its certificate in base64.
    pub(super) fn base64(&self) -> String {
        STANDARD.encode(self.issuer.der())
    }

    /// The digest of the servers' key, by which Chromium can be told to trust it.
    pub(super) fn key_digest(&self) -> String {
        let key = self.key.subject_public_key_info();
        STANDARD.encode(ring::digest::digest(&ring::digest::SHA256, &key))
    }

    /// How a server at an address speaks TLS: as whoever the browser names, or as the address itself.
    pub(super) fn server(self: &Arc<Self>, address: IpAddr) -> anyhow::Result<Arc<ServerConfig>> {
        let names = Names { authority: Arc::clone(self), address };
        let config = ServerConfig::builder_with_provider(default_provider().into())
            .with_safe_default_protocol_versions()?
            .with_no_client_auth();
        let mut config = config.with_cert_resolver(Arc::new(names));
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }

    fn certified(&self, name: &str) -> anyhow::Result<Arc<CertifiedKey>> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = made.get(name) {
            return Ok(Arc::clone(key));
        }
        let mut params = params(vec![name.to_owned()], "crosscheck server")?;
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        // Without one it would be the key's, and Firefox trusts no two certificates of one number.
        params.serial_number = Some((made.len() as u64 + 2).into());
        let certificate = params.signed_by(&self.key, &self.issuer)?;
        let chain = vec![certificate.der().clone()];
        let key = Arc::new(CertifiedKey::new(chain, Arc::clone(&self.signing)));
        made.insert(name.to_owned(), Arc::clone(&key));
        Ok(key)
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authority").finish_non_exhaustive()
    }
}

#[derive(Debug)]
struct Names {
    authority: Arc<Authority>,
    address: IpAddr,
}

impl ResolvesServerCert for Names {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let name = hello.server_name().map_or_else(|| self.address.to_string(), str::to_owned);
        self.authority.certified(&name).ok()
    }
}

fn params(names: Vec<String>, common_name: &str) -> anyhow::Result<CertificateParams> {
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name.push(DnType::CommonName, common_name);
    params.not_before = date_time_ymd(2025, 1, 1);
    params.not_after = date_time_ymd(2049, 12, 31);
    Ok(params)
}
