//! Certificates from files, renewed while the gateway serves, on both sides of it.

use std::io::Read;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpStream;
use std::sync::Arc;

use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::ClientConnection;
use tokio_rustls::rustls::RootCertStore;
use tokio_rustls::rustls::StreamOwned;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::ServerName;

use crate::peers::Running;
use crate::peers::server;

/// A certificate for a host that is its own root: its bytes, itself and its key in PEM.
fn certificate(host: &str) -> (CertificateDer<'static>, String, String) {
    let made = rcgen::generate_simple_self_signed([host.to_owned()]).expect("a certificate");
    (made.cert.der().clone(), made.cert.pem(), made.signing_key.serialize_pem())
}

/// What a client is answered that trusts one root; why not, if it does not trust what it is shown.
fn ask(address: SocketAddr, host: &str, root: &CertificateDer<'static>) -> Result<String, String> {
    let mut roots = RootCertStore::empty();
    roots.add(root.clone()).expect("a root");
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).expect("a name");
    let client = ClientConnection::new(Arc::new(config), name).expect("a client");
    let stream = TcpStream::connect(address).expect("it listens");
    let mut stream = StreamOwned::new(client, stream);
    let head = format!("GET / HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).map_err(|error| error.to_string())?;
    let mut answer = Vec::new();
    // Not everybody says goodbye.
    let _ = stream.read_to_end(&mut answer);
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

#[test]
fn a_renewed_certificate_is_shown_and_a_broken_one_is_not() {
    let host = "api.example";
    let (first, chain, key) = certificate(host);
    let text = format!(
        "[cors]\norigins = [\"https://app.example\"]\n\
         [gateway]\ncertificates = [{{ chain = \"tls/chain.pem\", key = \"tls/key.pem\" }}]\n\
         [[upstream]]\nurl = \"http://{}\"\n",
        server("api")
    );
    let running = Running::start(&text, &[("tls/chain.pem", &chain), ("tls/key.pem", &key)]);
    let answer = ask(running.address, host, &first).expect("it is trusted");
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("api"), "{answer}");

    running.write("tls/chain.pem", "no certificate");
    running.told.once_it_says("the certificates stay as they were");
    assert!(ask(running.address, host, &first).is_ok(), "the old one is shown on");

    let (second, chain, key) = certificate(host);
    running.write("tls/key.pem", &key);
    running.write("tls/chain.pem", &chain);
    running.told.once_it_says("the new certificates are shown");
    assert!(ask(running.address, host, &second).is_ok());
    assert!(ask(running.address, host, &first).is_err(), "nobody is shown the old one any more");
}

#[test]
fn a_certificate_that_is_as_long_and_as_old_takes_the_place_of_the_other() {
    let host = "api.example";
    let (first, chain, key) = certificate(host);
    let (second, other_chain, other_key) = std::iter::repeat_with(|| certificate(host))
        .find(|other| (other.1.len(), other.2.len()) == (chain.len(), key.len()))
        .expect("signatures differ by a few bytes");
    let text = format!(
        "[cors]\norigins = [\"https://app.example\"]\n\
         [gateway]\ncertificates = [{{ chain = \"chain.pem\", key = \"key.pem\" }}]\n\
         [[upstream]]\nurl = \"http://{}\"\n",
        server("api")
    );
    let running = Running::start(&text, &[("chain.pem", &chain), ("key.pem", &key)]);
    assert!(ask(running.address, host, &first).is_ok());
    running.put_as_old("key.pem", &other_key);
    running.put_as_old("chain.pem", &other_chain);
    running.told.once_it_says("the new certificates are shown");
    assert!(ask(running.address, host, &second).is_ok());
    assert!(ask(running.address, host, &first).is_err(), "nobody is shown the old one any more");
}

/// A gateway in front of a gateway that speaks TLS, whose root is nobody's but its own.
#[test]
fn an_upstream_is_known_by_the_roots_that_the_file_names() {
    let (_, chain, key) = certificate("localhost");
    let behind = format!(
        "[cors]\norigins = []\n\
         [[gateway.certificates]]\nchain = \"chain.pem\"\nkey = \"key.pem\"\n\
         [[upstream]]\nurl = \"http://{}\"\n",
        server("api")
    );
    let behind = Running::start(&behind, &[("chain.pem", &chain), ("key.pem", &key)]);
    let url = format!("https://localhost:{}", behind.address.port());
    for (roots, status) in [("roots = \"chain.pem\"\n", 200), ("", 502)] {
        let front = format!(
            "[cors]\norigins = [\"https://app.example\"]\n[[upstream]]\nurl = {url:?}\n{roots}"
        );
        let front = Running::start(&front, &[("chain.pem", &chain)]);
        let (answered, answer) = crate::peers::get(front.address, "/");
        assert_eq!(answered, status, "{roots}: {answer}");
    }
}
