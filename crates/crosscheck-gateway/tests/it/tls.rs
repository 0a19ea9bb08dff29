//! TLS on both sides: who is shown which certificate, what the upstream is told, whom the gateway believes.

use std::net::SocketAddr;
use std::sync::Arc;

use crosscheck_gateway::Certificate;
use crosscheck_gateway::CertificateError;
use crosscheck_gateway::Gateway;
use crosscheck_gateway::ServerTls;
use crosscheck_gateway::Upstream;
use crosscheck_gateway::UpstreamTls;
use http::Response;
use rcgen::CertificateParams;
use rcgen::CertifiedIssuer;
use rcgen::KeyPair;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::ProtocolVersion;
use tokio_rustls::rustls::RootCertStore;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::SupportedProtocolVersion;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::server::WebPkiClientVerifier;

use crate::peers::TestUpstream;
use crate::peers::full;
use crate::peers::parse;
use crate::peers::policy;
use crate::peers::send;
use crate::peers::start;
use crate::raw::RawUpstream;
use crate::raw::Then;

/// Signs whatever these tests ask for.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("no names");
        params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        Self(CertifiedIssuer::self_signed(params, key).expect("an authority"))
    }

    /// A certificate for these names, and its key, in PEM.
    pub(crate) fn pem(&self, names: &[&str]) -> (String, String) {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let params = CertificateParams::new(names).expect("names");
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, &self.0).expect("a certificate");
        (certificate.pem(), key.serialize_pem())
    }

    pub(crate) fn certificate(&self, names: &[&str]) -> Certificate {
        let (chain, key) = self.pem(names);
        Certificate::from_pem(chain.as_bytes(), key.as_bytes()).expect("a certificate")
    }

    pub(crate) fn root(&self) -> String {
        self.0.pem()
    }

    fn roots(&self) -> Arc<RootCertStore> {
        let mut roots = RootCertStore::empty();
        roots.add(self.0.der().clone()).expect("a root");
        Arc::new(roots)
    }

    /// A client that believes this authority.
    pub(crate) fn client(
        &self,
        versions: &[&'static SupportedProtocolVersion],
        alpn: &[&str],
    ) -> TlsConnector {
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(versions)
            .expect("versions");
        let mut config = config.with_root_certificates(self.roots()).with_no_client_auth();
        config.alpn_protocols = alpn.iter().map(|name| name.as_bytes().to_vec()).collect();
        TlsConnector::from(Arc::new(config))
    }

    pub(crate) async fn connect(
        &self,
        gateway: SocketAddr,
        name: &'static str,
        alpn: &[&str],
    ) -> std::io::Result<TlsStream<TcpStream>> {
        let stream = TcpStream::connect(gateway).await.expect("the gateway listens");
        self.connect_over(stream, name, alpn).await
    }

    /// The same over a connection that stands.
    pub(crate) async fn connect_over(
        &self,
        stream: TcpStream,
        name: &'static str,
        alpn: &[&str],
    ) -> std::io::Result<TlsStream<TcpStream>> {
        let client = self.client(rustls::ALL_VERSIONS, alpn);
        client.connect(name.try_into().expect("a name"), stream).await
    }
}

const ASK: &[u8] =
    b"GET / HTTP/1.1\r\nhost: api.example\r\norigin: https://app.example\r\nconnection: close\r\n\r\n";

async fn ask(stream: &mut TlsStream<TcpStream>, request: &[u8]) -> crate::peers::Answer {
    stream.write_all(request).await.expect("the gateway reads");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.expect("the gateway says good-bye before it closes");
    parse(&bytes)
}

#[tokio::test]
async fn a_page_reads_over_tls_and_the_upstream_is_told_so() {
    let authority = Authority::new();
    let upstream = TestUpstream::saying(&[]);
    let tls = ServerTls::new(authority.certificate(&["api.example"]), []);
    let gateway = start(Gateway::new(policy(), upstream.upstream()).secure(tls));
    let mut stream = authority.connect(gateway, "api.example", &["http/1.1"]).await.expect("TLS");
    let answer = ask(&mut stream, ASK).await;
    assert_eq!((answer.status, answer.body.as_slice()), (200, b"hello".as_slice()));
    let allowed = answer.header("access-control-allow-origin");
    assert_eq!(allowed.as_deref(), Some("https://app.example"));
    assert_eq!(upstream.seen()[0].headers["x-forwarded-proto"], "https");
}

/// Its own pages need no permission: over TLS the gateway knows its own scheme.
#[tokio::test]
async fn its_own_origin_is_an_https_one() {
    let authority = Authority::new();
    let upstream = TestUpstream::saying(&[("x-from", "upstream")]);
    let tls = ServerTls::new(authority.certificate(&["api.example"]), []);
    let gateway = start(Gateway::new(policy(), upstream.upstream()).secure(tls));
    for (origin, verdict) in [("https://api.example", 200), ("http://api.example", 403)] {
        let mut stream = authority.connect(gateway, "api.example", &[]).await.expect("TLS");
        let request = format!(
            "OPTIONS / HTTP/1.1\r\nhost: api.example\r\norigin: {origin}\r\n\
             access-control-request-method: PUT\r\nconnection: close\r\n\r\n"
        );
        assert_eq!(ask(&mut stream, request.as_bytes()).await.status, verdict, "{origin}");
    }
}

#[tokio::test]
async fn each_host_is_shown_its_own_certificate() {
    let authority = Authority::new();
    let upstream = TestUpstream::saying(&[]);
    let tls = ServerTls::new(
        authority.certificate(&["first.example"]),
        [authority.certificate(&["api.example"]), authority.certificate(&["*.tenants.example"])],
    );
    let gateway = start(Gateway::new(policy(), upstream.upstream()).secure(tls));
    for name in ["first.example", "api.example", "a.tenants.example"] {
        assert!(authority.connect(gateway, name, &[]).await.is_ok(), "{name}");
    }
    // Whoever asks for a host without one is shown the first, and leaves.
    for name in ["other.example", "a.b.tenants.example", "tenants.example"] {
        let error = authority.connect(gateway, name, &[]).await.expect_err(name).to_string();
        assert!(error.contains("certificate"), "{name}: {error}");
    }
}

#[tokio::test]
async fn a_certificate_is_renewed_while_connections_stand() {
    let authority = Authority::new();
    let upstream = TestUpstream::saying(&[]);
    let tls = ServerTls::new(authority.certificate(&["old.example"]), []);
    let gateway = start(Gateway::new(policy(), upstream.upstream()).secure(tls.clone()));
    let mut standing = authority.connect(gateway, "old.example", &[]).await.expect("TLS");
    tls.replace(authority.certificate(&["new.example"]), []);
    assert!(authority.connect(gateway, "old.example", &[]).await.is_err());
    assert!(authority.connect(gateway, "new.example", &[]).await.is_ok());
    assert_eq!(ask(&mut standing, ASK).await.status, 200);
}

#[tokio::test]
async fn versions_1_2_and_1_3_are_spoken_and_http_1_1_inside() {
    let authority = Authority::new();
    let upstream = TestUpstream::saying(&[]);
    let tls = ServerTls::new(authority.certificate(&["api.example"]), []);
    let gateway = start(Gateway::new(policy(), upstream.upstream()).secure(tls));
    for (version, spoken) in [
        (&rustls::version::TLS12, ProtocolVersion::TLSv1_2),
        (&rustls::version::TLS13, ProtocolVersion::TLSv1_3),
    ] {
        let stream = TcpStream::connect(gateway).await.expect("the gateway listens");
        let client = authority.client(&[version], &["http/1.1"]);
        let stream = client.connect("api.example".try_into().expect("a name"), stream).await;
        let stream = stream.expect("TLS");
        let (_, session) = stream.get_ref();
        assert_eq!(session.protocol_version(), Some(spoken));
        assert_eq!(session.alpn_protocol(), Some(b"http/1.1".as_slice()));
    }
}

/// TLS 1.1 and plain HTTP get an alert of TLS, and no page an answer.
#[tokio::test]
async fn nothing_older_and_nothing_plain_is_answered() {
    let authority = Authority::new();
    let upstream = TestUpstream::saying(&[]);
    let tls = ServerTls::new(authority.certificate(&["api.example"]), []);
    let gateway = start(Gateway::new(policy(), upstream.upstream()).secure(tls));
    // A hello of TLS 1.1: its version, 32 bytes of chance, no session, one suite, no compression.
    let mut hello = vec![3, 2];
    hello.extend([7; 32]);
    hello.extend([0, 0, 2, 0xc0, 0x13, 1, 0]);
    let mut record = vec![22, 3, 1, 0, hello.len() as u8 + 4, 1, 0, 0, hello.len() as u8];
    record.extend(hello);
    for bytes in [record.as_slice(), ASK] {
        let answer = crate::raw::exchange(gateway, bytes).await;
        assert!(answer.first().is_none_or(|kind| *kind == 21), "{answer:?}");
    }
    assert!(upstream.seen().is_empty());
}

/// An upstream with TLS, that asks for certificates if it is told whose.
pub(crate) async fn secure_upstream(
    authority: &Authority,
    clients: Option<&Authority>,
) -> SocketAddr {
    let (chain, key) = authority.pem(&["localhost", "127.0.0.1"]);
    let chain = CertificateDer::from_pem_slice(chain.as_bytes()).expect("a certificate");
    let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).expect("a key");
    let provider = Arc::new(ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider.clone())
        .with_protocol_versions(rustls::ALL_VERSIONS)
        .expect("versions");
    let config = match clients {
        Some(clients) => config.with_client_cert_verifier(
            WebPkiClientVerifier::builder_with_provider(clients.roots(), provider)
                .build()
                .expect("a verifier"),
        ),
        None => config.with_no_client_auth(),
    };
    let config = config.with_single_cert(vec![chain], key).expect("they belong together");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let mut request = [0; 4096];
                while let Ok(1..) = stream.read(&mut request).await {
                    let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret";
                    stream.write_all(answer).await.expect("the gateway reads");
                }
            });
        }
    });
    address
}

fn upstream_at(address: SocketAddr) -> Upstream {
    Upstream::parse(&format!("https://{address}")).expect("an upstream")
}

#[tokio::test]
async fn an_upstream_is_believed_by_its_own_roots() {
    let (authority, stranger) = (Authority::new(), Authority::new());
    let address = secure_upstream(&authority, None).await;
    for (roots, status) in [(authority.root(), 200), (stranger.root(), 502)] {
        let tls = UpstreamTls::roots(roots.as_bytes()).expect("roots");
        let gateway = start(Gateway::new(policy(), upstream_at(address).over_tls(tls)));
        for method in ["GET", "POST", "GET"] {
            let answer = send(gateway, &format!("{method} / HTTP/1.1\nhost: api")).await;
            assert_eq!(answer.status, status, "{method}");
        }
    }
}

/// The system does not trust this test, so the gateway does not either.
#[tokio::test]
async fn an_upstream_is_never_believed_unseen() {
    let authority = Authority::new();
    let address = secure_upstream(&authority, None).await;
    let gateway = start(Gateway::new(policy(), upstream_at(address)));
    let answer = send(gateway, "GET / HTTP/1.1\nhost: api\norigin: https://app.example").await;
    assert_eq!(answer.status, 502);
    assert!(answer.header("access-control-allow-origin").is_some());
}

#[tokio::test]
async fn an_upstream_that_asks_who_is_there_is_shown_a_certificate() {
    let (authority, clients) = (Authority::new(), Authority::new());
    let address = secure_upstream(&authority, Some(&clients)).await;
    let own = clients.certificate(&["gateway.internal"]);
    let root = authority.root();
    let known = UpstreamTls::mutual(root.as_bytes(), own).expect("roots");
    let unknown = UpstreamTls::roots(root.as_bytes()).expect("roots");
    for (tls, status) in [(known, 200), (unknown, 502)] {
        let gateway = start(Gateway::new(policy(), upstream_at(address).over_tls(tls)));
        assert_eq!(send(gateway, "GET / HTTP/1.1\nhost: api").await.status, status);
    }
}

/// A long answer over TLS on both sides, each of its bytes once.
#[tokio::test]
async fn bodies_stream_through() {
    const LENGTH: usize = 3 << 20;
    let authority = Authority::new();
    let upstream = RawUpstream::start(Then::Keep, |_| {
        let mut answer =
            format!("HTTP/1.1 200 OK\r\ncontent-length: {LENGTH}\r\n\r\n").into_bytes();
        answer.extend((0..LENGTH).map(|at| (at % 251) as u8));
        answer
    })
    .await;
    let tls = ServerTls::new(authority.certificate(&["api.example"]), []);
    let gateway = start(Gateway::new(policy(), upstream.upstream()).secure(tls));
    let mut stream = authority.connect(gateway, "api.example", &[]).await.expect("TLS");
    let answer = ask(&mut stream, ASK).await;
    assert_eq!(answer.body.len(), LENGTH);
    assert!(answer.body.iter().enumerate().all(|(at, byte)| *byte == (at % 251) as u8));
}

#[test]
fn what_is_no_certificate_says_so() {
    let authority = Authority::new();
    let (chain, key) = authority.pem(&["api.example"]);
    let (_, other) = authority.pem(&["api.example"]);
    let read = |chain: &str, key: &str| {
        Certificate::from_pem(chain.as_bytes(), key.as_bytes()).expect_err("a mistake")
    };
    assert_eq!(read("", &key), CertificateError::NoCertificate);
    assert_eq!(read(&key, &key), CertificateError::NoCertificate);
    assert_eq!(read(&chain, ""), CertificateError::NoKey);
    assert_eq!(read(&chain, &chain), CertificateError::NoKey);
    assert!(matches!(read(&chain, &other), CertificateError::Unusable(_)));
    assert!(matches!(read("-----BEGIN CERTIFICATE-----\n%", &key), CertificateError::Pem(_)));
    // Both may stand in one text, in either order.
    let both = format!("{key}{chain}");
    assert!(Certificate::from_pem(both.as_bytes(), both.as_bytes()).is_ok());
}

/// Nobody shakes hands for ever.
#[tokio::test]
async fn a_handshake_that_never_ends_is_given_up() {
    let authority = Authority::new();
    let upstream = TestUpstream::start(|_, _| Response::new(full("hello")));
    let tls = ServerTls::new(authority.certificate(&["api.example"]), []);
    let limits = crosscheck_gateway::Limits::default().head(std::time::Duration::from_millis(50));
    let gateway = start(Gateway::new(policy(), upstream.upstream()).limit(limits).secure(tls));
    let mut stream = TcpStream::connect(gateway).await.expect("the gateway listens");
    stream.write_all(&[22, 3, 1]).await.expect("the gateway reads");
    assert_eq!(crate::raw::read_to_end(&mut stream).await, b"");
}
