//! The webhook as an API server meets it: over TLS, with a certificate that changes, and whatever is sent.

use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use rcgen::CertifiedKey;
use serde_json::Value;
use serde_json::json;
use tempfile::TempDir;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::RootCertStore;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::pki_types::pem::PemObject;

/// A running webhook; killed at the end.
struct Webhook {
    process: Child,
    address: SocketAddr,
    folder: TempDir,
}

impl Webhook {
    fn start() -> (Self, CertificateDer<'static>) {
        let folder = tempfile::tempdir().expect("a folder");
        let root = write_certificate(folder.path());
        (Self::start_with(folder), root)
    }

    /// In: a folder with a certificate and its key.
    fn start_with(folder: TempDir) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_crosscheck-kubernetes"));
        command.args(["webhook", "--listen", "127.0.0.1:0", "--certificate"]);
        command.arg(folder.path().join("tls.crt")).arg("--key").arg(folder.path().join("tls.key"));
        command.stdin(Stdio::null()).stderr(Stdio::piped());
        let mut process = command.spawn().expect("it starts");
        let mut lines = BufReader::new(process.stderr.take().expect("it is piped")).lines();
        let line = lines.next().expect("it says where").expect("in text");
        std::thread::spawn(move || {
            lines.map_while(Result::ok).for_each(|line| eprintln!("{line}"));
        });
        let address =
            line.strip_prefix("serving https://").expect(&line).parse().expect("an address");
        Self { process, address, folder }
    }
}

impl Drop for Webhook {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A new certificate, as a secret is mounted.
fn write_certificate(folder: &Path) -> CertificateDer<'static> {
    let names = vec!["crosscheck-webhook.crosscheck.svc".to_owned()];
    let CertifiedKey { cert, signing_key } =
        rcgen::generate_simple_self_signed(names).expect("a certificate");
    fs::write(folder.join("tls.key"), signing_key.serialize_pem()).expect("it is written");
    fs::write(folder.join("tls.crt"), cert.pem()).expect("it is written");
    cert.der().clone()
}

/// Status and body of the answer to one request; `None` if the certificate is another.
async fn ask(
    webhook: &Webhook,
    root: &CertificateDer<'static>,
    head: &str,
    body: &str,
) -> Option<(u16, String)> {
    let mut roots = RootCertStore::empty();
    roots.add(root.clone()).expect("a root");
    let client = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("crosscheck-webhook.crosscheck.svc").expect("a name");
    let stream = TcpStream::connect(webhook.address).await.expect("it listens");
    let mut stream = TlsConnector::from(Arc::new(client)).connect(name, stream).await.ok()?;
    let length = body.len();
    let request = format!(
        "{head} HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    // What is too long is answered before it is read whole.
    let _ = stream.write_all(request.as_bytes()).await;
    // Of what is written some may wait in TLS' own memory.
    let _ = stream.flush().await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n").expect("an answer");
    Some((head.split(' ').nth(1)?.parse().ok()?, body.to_owned()))
}

fn review(origin: &str) -> String {
    json!({
        "apiVersion": "admission.k8s.io/v1",
        "kind": "AdmissionReview",
        "request": {
            "uid": "705ab4f5",
            "kind": { "group": "crosscheck.internal", "version": "v1alpha1", "kind": "CorsPolicy" },
            "resource": { "group": "crosscheck.internal", "version": "v1alpha1", "resource": "corspolicies" },
            "name": "app",
            "namespace": "shop",
            "operation": "CREATE",
            "userInfo": {},
            "object": {
                "apiVersion": "crosscheck.internal/v1alpha1",
                "kind": "CorsPolicy",
                "metadata": { "name": "app" },
                "spec": {
                    "targetRefs": [{ "group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "web" }],
                    "origins": [origin],
                },
            },
            "dryRun": false,
        },
    })
    .to_string()
}

#[tokio::test]
async fn policies_are_reviewed_over_tls() {
    let (webhook, root) = Webhook::start();
    for (origin, allowed) in [("https://app.example", true), ("https://app.example/", false)] {
        let answer = ask(&webhook, &root, "POST /validate", &review(origin)).await;
        let (status, body) = answer.expect("an answer");
        let body: Value = serde_json::from_str(&body).expect("JSON");
        assert_eq!((status, &body["response"]["allowed"]), (200, &json!(allowed)), "{body}");
        assert_eq!(body["response"]["uid"], "705ab4f5");
    }
    let long = " ".repeat((8 << 20) + 1);
    for (head, body, expected) in [
        ("GET /healthz", "", 200),
        ("GET /validate", "", 405),
        ("GET /", "", 404),
        ("POST /validate", "{}", 400),
        ("POST /validate", &long, 413),
    ] {
        let (status, _) = ask(&webhook, &root, head, body).await.expect("an answer");
        assert_eq!(status, expected, "{head}");
    }
}

#[tokio::test]
async fn a_new_certificate_is_taken_and_a_broken_one_is_not() {
    let (webhook, old) = Webhook::start();
    let new = write_certificate(webhook.folder.path());
    let end = Instant::now() + Duration::from_secs(30);
    while ask(&webhook, &new, "GET /healthz", "").await.is_none() {
        assert!(Instant::now() < end, "it is not taken");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert!(ask(&webhook, &old, "GET /healthz", "").await.is_none());
    fs::write(webhook.folder.path().join("tls.crt"), "none").expect("it is written");
    // It is looked at every second.
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert!(ask(&webhook, &new, "GET /healthz", "").await.is_some());
}

/// Whoever can reach it may hold connections; the API server is answered beside them.
#[tokio::test]
async fn who_says_nothing_keeps_nobody_out() {
    let (webhook, root) = Webhook::start();
    let mut silent = Vec::new();
    for _ in 0..200 {
        silent.push(TcpStream::connect(webhook.address).await.expect("it listens"));
    }
    let review = review("https://app.example");
    let asked = ask(&webhook, &root, "POST /validate", &review);
    let answer = tokio::time::timeout(Duration::from_secs(5), asked).await;
    assert_eq!(answer.expect("in time").map(|(status, _)| status), Some(200));
}

/// The command of the documentation, as it stands there.
#[tokio::test]
async fn a_certificate_made_by_hand_serves() {
    let page = include_str!("../../../../docs/kubernetes.md");
    let (_, command) = page.split_once("$ openssl req ").expect("how to make one");
    let (command, _) = command.split_once("\n   $ ").expect("what comes next");
    let folder = tempfile::tempdir().expect("a folder");
    let mut openssl = Command::new("sh");
    openssl.args(["-c", &format!("openssl req {command}")]).current_dir(folder.path());
    let made = openssl.output().expect("a shell runs");
    if made.status.code() == Some(127) {
        assert!(std::env::var_os("CROSSCHECK_ALL_PEERS").is_none(), "openssl is not installed");
        return;
    }
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let root = CertificateDer::from_pem_file(folder.path().join("tls.crt")).expect("PEM");
    let webhook = Webhook::start_with(folder);
    let (status, _) = ask(&webhook, &root, "GET /healthz", "").await.expect("it is trusted");
    assert_eq!(status, 200);
}

#[test]
fn what_is_handed_out_for_it_fits_together() {
    let read = |text| serde_saphyr::from_multiple::<Value>(text).expect("YAML");
    let issued = read(include_str!("../../../../deploy/kubernetes/certificate.yaml"));
    let there = read(include_str!("../../../../deploy/kubernetes/controller.yaml"));
    let of = |kind: &str, name: &str| -> &Value {
        let mut all = there.iter().chain(&issued);
        let found = all.find(|one| one["kind"] == kind && one["metadata"]["name"] == name);
        found.unwrap_or_else(|| panic!("no {kind} {name}"))
    };
    let certificate = of("Certificate", "crosscheck-webhook");
    let (namespace, spec) = (&certificate["metadata"]["namespace"], &certificate["spec"]);
    let service = of("Service", "crosscheck-webhook");
    assert_eq!(&service["metadata"]["namespace"], namespace);
    let host = format!("crosscheck-webhook.{}.svc", namespace.as_str().expect("a name"));
    assert_eq!(spec["dnsNames"], json!([host]));
    let issuer = of("Issuer", spec["issuerRef"]["name"].as_str().expect("a name"));
    assert_eq!(&issuer["metadata"]["namespace"], namespace);
    let pod = &of("Deployment", "crosscheck-webhook")["spec"]["template"]["spec"];
    assert_eq!(pod["volumes"][0]["secret"]["secretName"], spec["secretName"]);
    let asked = of("ValidatingWebhookConfiguration", "crosscheck");
    let from = &asked["metadata"]["annotations"]["cert-manager.io/inject-ca-from"];
    assert_eq!(from, &json!(format!("{}/crosscheck-webhook", namespace.as_str().expect("one"))));
    let asked = &asked["webhooks"][0]["clientConfig"]["service"];
    assert_eq!((&asked["name"], &asked["namespace"]), (&json!("crosscheck-webhook"), namespace));
}
