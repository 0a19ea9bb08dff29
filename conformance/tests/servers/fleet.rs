//! One server of policies and real Envoys: what is pushed, what is not, and what pages then read.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread;

use conformance::binary;
use conformance::binary::Serving;
use conformance::envoy::Envoy;
use conformance::envoy::Setup;
use conformance::envoy::fleet;
use conformance::envoy::pushed_filter;
use conformance::peer;
use conformance::process::PATIENCE;
use conformance::process::eventually;
use conformance::process::free_port;
use rcgen::BasicConstraints;
use rcgen::CertificateParams;
use rcgen::CertifiedIssuer;
use rcgen::DnType;
use rcgen::IsCa;
use rcgen::KeyPair;
use serde_json::Value;
use serde_json::json;

use crate::envoy_module::upstream::Upstream;

const APP: &str = "https://app.example";
const OTHER: &str = "https://other.example";
const EVIL: &str = "https://evil.example";
pub(crate) const BOTH: &str =
    "[cors]\norigins = [\"https://app.example\", \"https://other.example\"]\n";
pub(crate) const NARROW: &str = "[cors]\norigins = [\"https://app.example\"]\n";
const WIDE: &str = "[cors]\norigins = [\"https://app.example\", \"https://evil.example\"]\n";
pub(crate) const SAID: [(&str, &str); 1] = [("access-control-allow-origin", "*")];

/// A folder of policies and who serves it.
pub(crate) struct Fleet {
    folder: tempfile::TempDir,
    pub(crate) listen: SocketAddr,
    arguments: Vec<String>,
    serving: Option<Serving>,
}

impl Fleet {
    pub(crate) fn start(policy: &str, arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let listen = SocketAddr::from(([127, 0, 0, 1], free_port().expect("a port")));
        let arguments = arguments.iter().map(|&argument| argument.into()).collect();
        let mut fleet = Self { folder, listen, arguments, serving: None };
        fleet.put("default.toml", policy);
        fleet.serve(&[]);
        fleet
    }

    pub(crate) fn put(&self, file: &str, text: &str) {
        let (new, place) = (self.folder.path().join(".new"), self.folder.path().join(file));
        fs::write(&new, text).expect("it is written");
        fs::rename(new, place).expect("it is renamed");
    }

    /// Moves a file over another.
    pub(crate) fn rename(&self, from: &str, to: &str) {
        let [from, to] = [from, to].map(|file| self.folder.path().join(file));
        fs::rename(from, to).expect("it is renamed");
    }

    /// A file of the folder.
    pub(crate) fn file(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap_or_default()
    }

    pub(crate) fn serve(&mut self, more: &[&str]) {
        let mut command = Command::new(binary::crosscheck());
        command.args(["fleet", "serve"]).arg(self.folder.path());
        command.args(["--listen", &self.listen.to_string(), "--admin", "127.0.0.1:0"]);
        command.args(&self.arguments).args(more);
        self.serving = Some(binary::start(&mut command, 2));
    }

    /// Ends it without a word.
    pub(crate) fn kill(&mut self) {
        let mut serving = self.serving.take().expect("it runs");
        serving.process.child().kill().expect("it is killed");
        serving.process.child().wait().expect("it is gone");
    }

    fn status(&self) -> Value {
        let serving = self.serving.as_ref().expect("it runs");
        let admin = serving.addresses.last().expect("an address");
        let mut command = Command::new(binary::crosscheck());
        command.args(["fleet", "status", "--output", "json", "--url", admin]);
        let out = command.output().expect("it runs");
        serde_json::from_slice(&out.stdout).unwrap_or_else(|error| panic!("{error}: {out:?}"))
    }

    /// What it says at a path to whoever runs it.
    pub(crate) fn admin(&self, path: &str) -> String {
        let serving = self.serving.as_ref().expect("it runs");
        let address = serving.addresses.last().and_then(|it| it.strip_prefix("http://"));
        let mut stream = TcpStream::connect(address.expect("an address")).expect("it listens");
        let ask = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        stream.write_all(ask.as_bytes()).expect("it reads");
        let mut told = String::new();
        stream.read_to_string(&mut told).expect("it answers");
        told
    }

    pub(crate) fn until(&self, what: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        let found = eventually(PATIENCE, || Some(self.status()).filter(|status| is_so(status)));
        found.unwrap_or_else(|| panic!("never {what}: {:#}", self.status()))
    }
}

fn reads(envoy: &Envoy, origin: &str) -> bool {
    let answer = envoy.ask("GET", "/", &[("origin", origin)]);
    assert_eq!(answer.status, 200, "no request is lost");
    answer.value("access-control-allow-origin") == origin
}

/// Who reads, of those that policies here name.
pub(crate) fn readers(envoy: &Envoy) -> [bool; 3] {
    [APP, OTHER, EVIL].map(|origin| reads(envoy, origin))
}

pub(crate) fn until_all(envoys: &[Envoy], expected: [bool; 3]) {
    let are_so = || envoys.iter().all(|envoy| readers(envoy) == expected).then_some(());
    eventually(PATIENCE, are_so).unwrap_or_else(|| panic!("never {expected:?}"));
}

/// How often each took a policy.
pub(crate) fn updates(envoys: &[Envoy]) -> Vec<Option<u64>> {
    let name = "extension_config_discovery.http_filter.crosscheck.update_success";
    envoys.iter().map(|envoy| envoy.statistic(name)).collect()
}

/// One Envoy of each release that is supported, asking in both ways.
fn envoys(upstream: SocketAddr, server: SocketAddr) -> Option<Vec<Envoy>> {
    let kinds = [
        ("one", None, "GRPC"),
        ("two", Some(peer::ENVOY_1_39), "DELTA_GRPC"),
        ("three", Some(peer::ENVOY_1_38), "GRPC"),
    ];
    let started = kinds.map(|(id, program, api)| {
        let setup = Setup { program, ..fleet(id, server, api, None) };
        Envoy::start_or_skip(upstream, &setup)
    });
    started.into_iter().collect()
}

#[test]
fn a_policy_reaches_every_envoy_and_a_bad_one_none() {
    let upstream = Upstream::start(200, &SAID);
    let mut served = Fleet::start(BOTH, &[]);
    let Some(envoys) = envoys(upstream.address(), served.listen) else { return };
    until_all(&envoys, [true, true, false]);
    let status =
        served.until("all are connected", |status| status["groups"]["default"]["in_force"] == 3);
    assert_eq!(status["nodes"][0]["envoy"].as_str().map(|it| &it[..2]), Some("1."), "{status:#}");

    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        // Under load all the while: every request is answered, and only by what was pushed.
        let load: Vec<_> = envoys
            .iter()
            .map(|envoy| {
                scope.spawn(|| {
                    let (mut seen, mut asked) = (BTreeSet::new(), 0);
                    while !is_over.load(Ordering::Relaxed) {
                        for origin in [APP, OTHER, EVIL] {
                            seen.insert((origin, reads(envoy, origin)));
                            asked += 1;
                        }
                    }
                    (seen, asked)
                })
            })
            .collect();

        served.put("default.toml", NARROW);
        until_all(&envoys, [true, false, false]);

        // What is wrong, and what lets somebody do more, changes nothing.
        for (bad, told) in [("[cors", "mistakes"), (WIDE, "may do more"), ("", "mistakes")] {
            served.put("default.toml", bad);
            served.until(told, |status| status["problems"].to_string().contains(told));
            assert!(envoys.iter().all(|envoy| readers(envoy) == [true, false, false]), "{told}");
        }

        // Killed, and started anew beside a file that is wider: the same policy, and nobody is sent anything.
        served.put("default.toml", WIDE);
        let before = updates(&envoys);
        served.kill();
        assert!(envoys.iter().all(|envoy| readers(envoy) == [true, false, false]), "without it");
        served.serve(&[]);
        served.until("all are back", |status| status["groups"]["default"]["in_force"] == 3);
        assert_eq!(before, updates(&envoys), "nothing was sent");
        assert!(envoys.iter().all(|envoy| readers(envoy) == [true, false, false]), "with it");

        is_over.store(true, Ordering::Relaxed);
        for load in load {
            let (seen, asked) = load.join().expect("no request is lost");
            assert!(asked > 3, "there was load");
            let allowed = [(APP, true), (OTHER, true), (OTHER, false), (EVIL, false)];
            assert!(seen.iter().all(|it| allowed.contains(it)), "{seen:?}");
        }
    });
}

#[test]
fn an_envoy_that_refuses_is_shown_with_its_reason() {
    let upstream = Upstream::start(200, &SAID);
    let served = Fleet::start(NARROW, &[]);
    // It takes another kind of configuration than it is pushed.
    let other = "type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors";
    let setup = Setup {
        filter: pushed_filter("crosscheck", other),
        ..fleet("strange", served.listen, "GRPC", None)
    };
    let Some(_envoy) = Envoy::start_or_skip(upstream.address(), &setup) else { return };
    let status = served.until("it is refused", |status| status["nodes"][0]["refused"].is_string());
    let node = &status["nodes"][0];
    assert!(node["refused"].to_string().contains("DynamicModuleFilter"), "{status:#}");
    assert_eq!((&node["id"], &node["is_current"]), (&json!("strange"), &json!(false)));
}

/// An authority, a certificate of the server's and one of a node's, in files.
pub(crate) fn certificates(folder: &Path) -> [String; 5] {
    let mut params = CertificateParams::new(Vec::new()).expect("parameters");
    // Another name than those whom it speaks for have, or they would seem to speak for themselves.
    params.distinguished_name.push(DnType::CommonName, "an authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    let authority = CertifiedIssuer::self_signed(params, key).expect("an authority");
    let place = |name: &str| folder.join(name).display().to_string();
    fs::write(place("authority.pem"), authority.pem()).expect("it is written");
    for name in ["server", "node"] {
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new(["127.0.0.1", "fleet.example.com"].map(String::from))
            .expect("parameters");
        let certificate = params.signed_by(&key, &authority).expect("a certificate");
        fs::write(place(&format!("{name}.pem")), certificate.pem()).expect("it is written");
        fs::write(place(&format!("{name}.key")), key.serialize_pem()).expect("it is written");
    }
    ["authority.pem", "server.pem", "server.key", "node.pem", "node.key"].map(place)
}

/// How an Envoy is to speak with the server.
fn tls(authority: &str, certificate: Option<(&str, &str)>) -> Value {
    let mut common = json!({
        "validation_context": { "trusted_ca": { "filename": authority } },
        "alpn_protocols": ["h2"],
    });
    if let Some((chain, key)) = certificate {
        common["tls_certificates"] = json!([{ "certificate_chain": { "filename": chain }, "private_key": { "filename": key } }]);
    }
    json!({
        "name": "envoy.transport_sockets.tls",
        "typed_config": {
            "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext",
            "common_tls_context": common,
        },
    })
}

/// Over TLS with certificates on both sides; a stranger without one is pushed nothing.
#[test]
fn a_candidate_is_counted_beside_what_is_in_force() {
    let upstream = Upstream::start(200, &SAID);
    let files = tempfile::tempdir().expect("a folder");
    let [authority, server, server_key, node, node_key] = certificates(files.path());
    let secure =
        ["--certificate", &server, "--key", &server_key, "--client-authorities", &authority];
    let served = Fleet::start(BOTH, &[&secure[..], &["--canary", "100%"]].concat());
    served.put("default.candidate.toml", NARROW);

    let socket = tls(&authority, Some((&node, &node_key)));
    let mut setup = fleet("one", served.listen, "DELTA_GRPC", Some(socket));
    // The candidate before the one in force, which answers preflights.
    let candidate = pushed_filter("crosscheck-candidate", conformance::envoy::TYPE);
    setup.filter = json!([candidate, setup.filter]);
    let service = json!({ "envoy_grpc": { "cluster_name": "fleet" } });
    let bootstrap = setup.bootstrap.as_object_mut().expect("an object");
    bootstrap.insert("stats_flush_interval".into(), json!("0.2s"));
    bootstrap.insert(
        "stats_sinks".into(),
        json!([{
            "name": "envoy.stat_sinks.metrics_service",
            "typed_config": {
                "@type": "type.googleapis.com/envoy.config.metrics.v3.MetricsServiceConfig",
                "transport_api_version": "V3",
                "grpc_service": service,
            },
        }]),
    );
    let Some(envoy) = Envoy::start_or_skip(upstream.address(), &setup) else { return };
    served.until("it reports", |status| status["groups"]["default"]["reporting"] == 1);
    for _ in 0..5 {
        assert_eq!(readers(&envoy), [true, true, false], "what is on trial changes nothing");
    }
    let status = served.until("it is counted", |status| {
        let group = &status["groups"]["default"];
        group["decided"]["actual.allowed"] == 10
            && group["candidate_decided"]["actual.allowed"] == 5
    });
    let group = &status["groups"]["default"];
    assert_eq!(group["decided"]["actual.origin-not-allowed"], 5, "{status:#}");
    assert_eq!(group["candidate_decided"]["actual.origin-not-allowed"], 10, "{status:#}");

    let socket = tls(&authority, None);
    let mut stranger = fleet("stranger", served.listen, "GRPC", Some(socket));
    // It waits no longer than this, and serves without.
    stranger.filter["config_discovery"]["config_source"]["initial_fetch_timeout"] = json!("1s");
    let stranger = Envoy::start_or_skip(upstream.address(), &stranger).expect("it is installed");
    assert_eq!(stranger.ask("GET", "/", &[("origin", APP)]).status, 500, "it has no policy");
    assert_eq!(served.status()["nodes"].as_array().map(Vec::len), Some(1));
}
