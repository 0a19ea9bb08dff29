//! The program as whoever runs it has it: one file, certificates beside it, signals.

use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::net::SocketAddr;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::sync::Arc;
use std::thread;

use rcgen::CertificateParams;
use rcgen::CertifiedIssuer;
use rcgen::KeyPair;
use tempfile::TempDir;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::mpsc::unbounded_channel;
use tokio_rustls::rustls::RootCertStore;

use super::ALWAYS;
use super::SOMETIMES;
use crate::program::command;

/// How clients come in, and how the file is read anew.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    /// On SIGHUP.
    Tls,
    /// Whenever it is written.
    Clear,
}

pub(crate) struct Program {
    child: Child,
    folder: TempDir,
    door: Door,
    upstreams: String,
    told: UnboundedReceiver<String>,
    authority: CertifiedIssuer<'static, KeyPair>,
    pub(crate) address: SocketAddr,
}

impl Program {
    /// In: an upstream, and one for `/socket`.
    pub(crate) fn start(door: Door, [upstream, sockets]: &[SocketAddr; 2]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut params = CertificateParams::new(Vec::new()).expect("no names");
        params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        let authority = CertifiedIssuer::self_signed(params, key).expect("an authority");
        let upstreams = format!(
            "[[upstream]]\nurl = \"http://{upstream}\"\n\
             [[upstream]]\nurl = \"http://{sockets}\"\npath = \"/socket\"\n"
        );
        write(&folder, "crosscheck.toml", &file(door, &upstreams, false));
        renew(&folder, &authority);
        let path = folder.path().join("crosscheck.toml").display().to_string();
        let mut command = command(&["serve", &path]);
        if door == Door::Clear {
            command.arg("--watch");
        }
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        let mut out = BufReader::new(child.stdout.take().expect("its output is piped")).lines();
        let first = out.next().expect("it says where it listens").expect("text");
        let address = first.split("://").nth(1).and_then(|rest| rest.split(' ').next());
        let address = address.and_then(|it| it.parse().ok()).expect("an address");
        // The access log, of which somebody reads every line.
        thread::spawn(move || out.for_each(drop));
        let told = BufReader::new(child.stderr.take().expect("its output is piped")).lines();
        let (tell, heard) = unbounded_channel();
        thread::spawn(move || told.for_each(|line| drop(tell.send(line.expect("text")))));
        Self { child, folder, door, upstreams, told: heard, authority, address }
    }

    /// Writes the file anew, with a policy that lets `SOMETIMES` in, or not.
    pub(crate) fn write(&self, with_guest: bool) {
        write(&self.folder, "crosscheck.toml", &file(self.door, &self.upstreams, with_guest));
        if self.door == Door::Tls {
            self.signal("HUP");
        }
    }

    /// Writes another certificate.
    pub(crate) fn renew(&self) {
        renew(&self.folder, &self.authority);
    }

    /// Waits until another policy is in force.
    pub(crate) async fn in_force(&mut self) {
        loop {
            let line = self.told.recv().await.expect("it runs");
            if line.starts_with("policy ") && line.ends_with(" in force") {
                return;
            }
            // Between two files a key may be that of another certificate: then it looks again.
            assert!(line.contains("certificates"), "{line}");
        }
    }

    pub(crate) fn roots(&self) -> Option<Arc<RootCertStore>> {
        let mut roots = RootCertStore::empty();
        roots.add(self.authority.der().clone()).expect("a root");
        (self.door == Door::Tls).then(|| Arc::new(roots))
    }

    /// What it holds, in KiB.
    pub(crate) fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.expect("it runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
        line.trim().trim_end_matches(" kB").parse().expect("a number")
    }

    pub(crate) fn ends_when_asked(mut self) {
        self.signal("TERM");
        let status = self.child.wait().expect("it was started here");
        assert!(status.success(), "{status}");
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status();
        assert!(sent.expect("kill runs").success());
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn file(door: Door, upstreams: &str, with_guest: bool) -> String {
    let gateway = match door {
        Door::Tls => "[[gateway.certificates]]\nchain = \"chain.pem\"\nkey = \"key.pem\"\n",
        Door::Clear => "http2_in_the_clear = true\n",
    };
    let origins: &[&str] = if with_guest { &[ALWAYS, SOMETIMES] } else { &[ALWAYS] };
    format!(
        "[gateway]\nlisten = \"127.0.0.1:0\"\naccess_log = \"json\"\nworkers = 2\n{gateway}{upstreams}\
         [cors]\norigins = {origins:?}\ncredentials = true\n"
    )
}

fn renew(folder: &TempDir, authority: &CertifiedIssuer<'static, KeyPair>) {
    let params = CertificateParams::new(["api.example".to_owned()]).expect("a name");
    let key = KeyPair::generate().expect("a key");
    let certificate = params.signed_by(&key, authority).expect("a certificate");
    write(folder, "key.pem", &key.serialize_pem());
    write(folder, "chain.pem", &certificate.pem());
}

/// As whoever renews a file does: another one in its place.
fn write(folder: &TempDir, name: &str, text: &str) {
    let new = folder.path().join("new");
    fs::write(&new, text).expect("it is written");
    fs::rename(new, folder.path().join(name)).expect("it is moved");
}
