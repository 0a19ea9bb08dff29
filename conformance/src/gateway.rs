//! The gateway as whoever runs it has it: `crosscheck serve` and a file.

use std::fs;
use std::path::Path;
use std::process::Command;

use rcgen::BasicConstraints;
use rcgen::CertificateParams;
use rcgen::CertifiedIssuer;
use rcgen::DnType;
use rcgen::IsCa;
use rcgen::KeyPair;
use tempfile::TempDir;

use crate::binary;
use crate::binary::Serving;

/// A running gateway and the folder of its files.
#[derive(Debug)]
pub struct Gateway {
    serving: Serving,
    folder: TempDir,
}

impl Gateway {
    /// Starts one at a free port.
    ///
    /// In: the text of its file; further files beside it, by name.
    pub fn start(text: &str, files: &[(&str, &str)]) -> Self {
        let folder = tempfile::Builder::new().prefix("crosscheck-gateway-").tempdir();
        let folder = folder.expect("a temporary folder");
        for (name, text) in files.iter().chain(&[("crosscheck.toml", text)]) {
            fs::write(folder.path().join(name), text).expect("it is written");
        }
        let mut command = Command::new(binary::crosscheck());
        command
            .args(["serve", "--listen", "127.0.0.1:0"])
            .arg(folder.path().join("crosscheck.toml"));
        let lines = if text.contains("\nadmin = ") { 2 } else { 1 };
        Self { serving: binary::start(&mut command, lines), folder }
    }

    /// The port at which it listens, on `127.0.0.1`.
    pub fn port(&self) -> &str {
        let address = &self.serving.addresses[0];
        address.rsplit(':').next().expect("an address has a port")
    }

    /// What its `/metrics` says under a name and labels; the file has an `admin`.
    pub fn counted(&self, name: &str) -> Option<String> {
        let answer = ureq::get(format!("{}/metrics", self.serving.addresses[1])).call();
        let text = answer.ok()?.into_body().read_to_string().ok()?;
        let mut values = text.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        values.next().map(str::to_owned)
    }

    /// The folder of its files.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// An authority of a test's own, and what it vouches for.
#[derive(Debug)]
pub struct Vouched {
    /// The authority's certificate, in PEM.
    pub root: String,
    /// A server's certificate, in PEM.
    pub chain: String,
    /// Its key, in PEM.
    pub key: String,
}

impl Vouched {
    /// Makes an authority and a certificate for a host.
    pub fn for_host(host: &str) -> Self {
        let key = || KeyPair::generate().expect("a key");
        let mut own = CertificateParams::new(Vec::new()).expect("no names");
        own.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        let issuer = CertifiedIssuer::self_signed(own, key()).expect("an authority");
        let (key, names) = (key(), vec![host.to_owned()]);
        let mut params = CertificateParams::new(names).expect("a name");
        // Of the same name as who vouches for it, it would count as its own.
        params.distinguished_name.push(DnType::CommonName, host);
        let signed = params.signed_by(&key, &issuer).expect("a certificate");
        Self { root: issuer.pem(), chain: signed.pem(), key: key.serialize_pem() }
    }

    /// The files that [`Vouched::TABLE`] names, and `root.pem` for clients.
    pub fn files(&self) -> [(&str, &str); 3] {
        [("root.pem", &self.root), ("chain.pem", &self.chain), ("key.pem", &self.key)]
    }

    /// What a gateway's file says, to show it.
    pub const TABLE: &str = "[[gateway.certificates]]\nchain = \"chain.pem\"\nkey = \"key.pem\"\n";
}
