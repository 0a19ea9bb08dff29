//! Which versions, suites and protocols of TLS are spoken, as OpenSSL finds out: what is old or weak is refused.

use std::io::Write;
use std::process::Command;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use conformance::gateway::Gateway;
use conformance::gateway::Vouched;
use conformance::peer;

use super::run;

/// What `openssl s_client` says of a handshake.
fn handshake(gateway: &Gateway, arguments: &[&str]) -> String {
    let mut client = Command::new("openssl");
    client.args(["s_client", "-connect", &format!("127.0.0.1:{}", gateway.port())]).args(arguments);
    let output = run(&mut client, gateway.folder());
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// The suite that both agree on; `None` if they agree on nothing.
fn suite(said: &str) -> Option<&str> {
    let (_, rest) = said.split_once("Cipher is ")?;
    rest.lines().next().filter(|suite| *suite != "(NONE)")
}

/// A gateway that shows one certificate. Nothing is asked of what is behind it.
fn gateway(chain: &str, key: &str, root: &str) -> Gateway {
    let text = format!(
        "[cors]\norigins = []\n[[upstream]]\nurl = \"http://127.0.0.1:9\"\n{}",
        Vouched::TABLE
    );
    Gateway::start(&text, &[("chain.pem", chain), ("key.pem", key), ("root.pem", root)])
}

fn gateway_of(host: &str) -> Gateway {
    let vouched = Vouched::for_host(host);
    gateway(&vouched.chain, &vouched.key, &vouched.root)
}

#[test]
fn old_versions_and_weak_suites_are_refused() {
    let Some(_) = peer::require_or_skip("openssl") else { return };
    let gateway = gateway_of("shop.example");
    // OpenSSL leaves out what is weak, unless it is told to have no level of security.
    for (what, arguments, agreed) in [
        ("TLS 1.3", &["-tls1_3"][..], Some("TLS_AES_256_GCM_SHA384")),
        ("TLS 1.2", &["-tls1_2"], Some("ECDHE-ECDSA-AES256-GCM-SHA384")),
        ("TLS 1.1", &["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"], None),
        ("TLS 1.0", &["-tls1", "-cipher", "ALL:@SECLEVEL=0"], None),
        ("CBC", &["-tls1_2", "-cipher", "ECDHE+AES:!AESGCM:!AESCCM:@SECLEVEL=0"], None),
        ("CCM", &["-tls1_2", "-cipher", "AESCCM:@SECLEVEL=0"], None),
        ("RSA key exchange", &["-tls1_2", "-cipher", "kRSA:@SECLEVEL=0"], None),
        ("DHE", &["-tls1_2", "-cipher", "kDHE:@SECLEVEL=0"], None),
        ("nobody's certificate", &["-tls1_2", "-cipher", "aNULL:@SECLEVEL=0"], None),
        ("no encryption", &["-tls1_2", "-cipher", "eNULL:@SECLEVEL=0"], None),
        ("a curve of 224 bits", &["-tls1_2", "-groups", "secp224r1"], None),
        ("SHA-1", &["-tls1_2", "-sigalgs", "ECDSA+SHA1", "-cipher", "ALL:@SECLEVEL=0"], None),
    ] {
        let said = handshake(&gateway, arguments);
        assert_eq!(suite(&said), agreed, "{what}: {said}");
    }
}

/// Offered everything, then everything but what was agreed on, until nothing is left to agree on.
#[test]
fn of_tls_1_2_three_suites_are_spoken_with_either_kind_of_key() {
    let Some(_) = peer::require_or_skip("openssl") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let mut make = Command::new("openssl");
    make.args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=shop.example"]);
    make.args(["-keyout", "key.pem", "-out", "chain.pem"]);
    assert!(run(&mut make, folder.path()).status.success());
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect("it is there");
    let of_rsa = gateway(&read("chain.pem"), &read("key.pem"), "");
    for (gateway, name) in [(gateway_of("shop.example"), "ECDSA"), (of_rsa, "RSA")] {
        let mut offer = "ALL:@SECLEVEL=0".to_owned();
        let mut spoken = Vec::new();
        while let Some(suite) = suite(&handshake(&gateway, &["-tls1_2", "-cipher", &offer])) {
            offer = format!("{offer}:!{suite}");
            spoken.push(suite.to_owned());
        }
        spoken.sort_unstable();
        let all = ["AES128-GCM-SHA256", "AES256-GCM-SHA384", "CHACHA20-POLY1305"];
        assert_eq!(spoken, all.map(|suite| format!("ECDHE-{name}-{suite}")));
    }
}

#[test]
fn http2_comes_first_and_a_protocol_that_nobody_speaks_is_refused() {
    let Some(_) = peer::require_or_skip("openssl") else { return };
    let gateway = gateway_of("shop.example");
    for (offered, agreed) in [
        ("http/1.1,h2", "ALPN protocol: h2"),
        ("http/1.1", "ALPN protocol: http/1.1"),
        ("http/1.0,http/1.1", "ALPN protocol: http/1.1"),
        ("spdy/3,ftp", "no application protocol"),
    ] {
        for version in ["-tls1_2", "-tls1_3"] {
            let said = handshake(&gateway, &[version, "-alpn", offered]);
            assert!(said.contains(agreed), "{offered}, {version}: {said}");
        }
    }
    let said = handshake(&gateway, &[]);
    assert!(said.contains("No ALPN negotiated") && suite(&said).is_some(), "{said}");
}

#[test]
fn a_certificate_is_good_for_its_own_host_alone() {
    let Some(_) = peer::require_or_skip("openssl") else { return };
    let gateway = gateway_of("shop.example");
    for (host, verified) in [
        ("shop.example", "Verification: OK"),
        ("other.example", "Verification error: Hostname mismatch"),
        ("a.shop.example", "Verification error: Hostname mismatch"),
    ] {
        let asked = ["-CAfile", "root.pem", "-servername", host, "-verify_hostname", host];
        let said = handshake(&gateway, &asked);
        // OpenSSL has written it with a small letter and with a large one.
        assert!(said.to_lowercase().contains(&verified.to_lowercase()), "{host}: {said}");
    }
    // Who asks for no host, or by an address, is shown it, too.
    assert!(suite(&handshake(&gateway, &["-noservername"])).is_some());
}

#[test]
fn nothing_is_compressed_and_nobody_renegotiates() {
    let Some(_) = peer::require_or_skip("openssl") else { return };
    let gateway = gateway_of("shop.example");
    for version in ["-tls1_2", "-tls1_3"] {
        let said = handshake(&gateway, &[version, "-comp"]);
        assert!(said.contains("Compression: NONE") && suite(&said).is_some(), "{version}: {said}");
    }
    let mut client = Command::new("openssl");
    client.args(["s_client", "-tls1_2", "-connect", &format!("127.0.0.1:{}", gateway.port())]);
    client.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut client = client.spawn().expect("it starts");
    let mut input = client.stdin.take().expect("it is piped");
    // The letter means what it says only once the handshake is done.
    thread::sleep(Duration::from_millis(500));
    input.write_all(b"R\n").expect("it listens");
    let output = client.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("RENEGOTIATING") && said.contains("no renegotiation"), "{said}");
    drop(input);
}
