//! Real servers in front of an application, configured by a patch of `crosscheck explain`.

use std::fs;
use std::io;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

use tempfile::TempDir;

use crate::peer;
use crate::process::PATIENCE;
use crate::process::Process;
use crate::process::eventually;
use crate::process::free_port;

/// A server that stands in front of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// nginx.
    Nginx,
    /// Apache HTTP Server.
    Apache,
    /// Caddy.
    Caddy,
    /// HAProxy.
    Haproxy,
    /// Envoy.
    Envoy,
    /// Envoy that takes its listener and its routes from files.
    EnvoyByFiles,
    /// A Worker of Cloudflare, in what runs them there.
    Cloudflare,
}

impl Kind {
    /// All of them, each once.
    pub const ALL: [Self; 6] =
        [Self::Nginx, Self::Apache, Self::Caddy, Self::Haproxy, Self::Envoy, Self::Cloudflare];

    /// The name that `crosscheck explain --server` knows.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nginx => "nginx",
            Self::Apache => "apache",
            Self::Caddy => "caddy",
            Self::Haproxy => "haproxy",
            Self::Envoy | Self::EnvoyByFiles => "envoy",
            Self::Cloudflare => "cloudflare",
        }
    }

    /// The program that it needs.
    pub const fn program(self) -> &'static str {
        match self {
            Self::Nginx => "nginx",
            Self::Apache => "apache2",
            Self::Caddy => "caddy",
            Self::Haproxy => "haproxy",
            Self::Envoy | Self::EnvoyByFiles => "envoy",
            Self::Cloudflare => peer::WORKERD,
        }
    }

    /// Whether its patch speaks for what it answers itself where the application does not.
    pub fn speaks_for_itself(self) -> bool {
        // Errors of Cloudflare come from its network, not from the Worker.
        self != Self::Cloudflare
    }
}

/// A running server in front of an application.
#[derive(Debug)]
pub struct Front {
    _process: Process,
    _folder: TempDir,
    address: String,
}

impl Front {
    /// Starts one; `None` if it is not installed: see [`peer::require_or_skip`].
    ///
    /// In: the application's address, `127.0.0.1:PORT`; the patch's texts, in its order, each put
    /// where that server's patches go.
    pub fn start_or_skip(kind: Kind, upstream: SocketAddr, patch: &[String]) -> Option<Self> {
        let program = peer::require_or_skip(kind.program())?;
        Some(Self::start(kind, &program, upstream, patch).expect("it starts on a free port"))
    }

    fn start(
        kind: Kind,
        program: &Path,
        upstream: SocketAddr,
        patch: &[String],
    ) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("crosscheck-front-").tempdir()?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()?));
        let part = |index: usize| patch.get(index).map_or("", String::as_str);
        let root = folder.path();
        let mut command = Command::new(program);
        let config = match kind {
            Kind::Nginx => {
                command.arg("-p").arg(root).arg("-e").arg(root.join("error.log")).arg("-c");
                nginx(root, address, upstream, [part(0), part(1), part(2)])
            }
            Kind::Apache => {
                command.args(["-DFOREGROUND", "-f"]);
                apache(root, address, upstream, part(0))
            }
            Kind::Caddy => {
                command.env("HOME", root).env("XDG_CONFIG_HOME", root).env("XDG_DATA_HOME", root);
                command.args(["run", "--adapter", "caddyfile", "--config"]);
                caddy(address, upstream, part(0))
            }
            Kind::Haproxy => {
                command.args(["-db", "-f"]);
                haproxy(address, upstream, part(0))
            }
            Kind::Envoy => {
                command.args(["--concurrency", "1", "--disable-hot-restart", "-c"]);
                envoy(address, upstream, part(0), part(1))
            }
            Kind::EnvoyByFiles => {
                command.args(["--concurrency", "1", "--disable-hot-restart", "-c"]);
                let routes = format!(
                    "rds:\n  route_config_name: crosscheck\n  config_source: {}\n",
                    source(root, "rds.yaml")
                );
                fs::write(root.join("rds.yaml"), part(2))?;
                let listener = indented(&listener(address, part(0), &routes), 2);
                let kind = "\"@type\": type.googleapis.com/envoy.config.listener.v3.Listener";
                let lds = format!("resources:\n- {kind}\n  name: pages\n{listener}");
                fs::write(root.join("lds.yaml"), lds)?;
                let lds = source(root, "lds.yaml");
                format!(
                    "node: {{ id: one, cluster: all }}\ndynamic_resources: {{ lds_config: {lds} }}\n\
                     static_resources:\n{}",
                    cluster(upstream)
                )
            }
            Kind::Cloudflare => {
                command.arg("serve");
                let passes_on = "export default { fetch: (request) => fetch(request) };\n";
                fs::write(root.join("worker.js"), patch.first().map_or(passes_on, |text| text))?;
                workerd(address, upstream)
            }
        };
        // Envoy takes a file of another name for JSON.
        let file = root.join("config.yaml");
        fs::write(&file, &config)?;
        let log = fs::File::create(root.join("log"))?;
        command.arg(file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        let mut process = Process::start(&mut command)?;
        let mut has_ended = false;
        eventually(PATIENCE, || {
            has_ended = matches!(process.child().try_wait(), Ok(Some(_)));
            (has_ended || TcpStream::connect(address).is_ok()).then_some(())
        })
        .filter(|()| !has_ended)
        .ok_or_else(|| {
            let log = fs::read_to_string(root.join("log")).unwrap_or_default();
            io::Error::other(format!("{kind:?} did not listen: {log}\n{config}"))
        })?;
        Ok(Self { _process: process, _folder: folder, address: format!("http://{address}") })
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        &self.address
    }
}

/// Under `/error-page/` the answer is another location's where the application gives none.
fn nginx(root: &Path, address: SocketAddr, upstream: SocketAddr, patch: [&str; 3]) -> String {
    let at = root.display();
    let temp: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .iter()
        .map(|kind| format!("{kind}_temp_path {at}/{kind};\n"))
        .collect();
    let [in_http, in_location, at_error_page] = patch;
    format!(
        "daemon off;\nmaster_process off;\npid {at}/pid;\nevents {{}}\nhttp {{\n{temp}access_log \
         off;\n{in_http}server {{\nlisten {address};\nlocation / {{\n{in_location}proxy_pass \
         http://{upstream};\n}}\nlocation /error-page/ {{\nerror_page 502 \
         /sorry;\n{in_location}proxy_pass http://{upstream};\n}}\nlocation = /sorry \
         {{\ninternal;\n{at_error_page}return 502 sorry;\n}}\n}}\n}}\n"
    )
}

fn apache(root: &Path, address: SocketAddr, upstream: SocketAddr, patch: &str) -> String {
    let modules: String =
        ["mpm_event", "authz_core", "proxy", "proxy_http", "headers", "rewrite", "setenvif"]
            .iter()
            .map(|name| {
                format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n")
            })
            .collect();
    let at = root.display();
    format!(
        "{modules}ServerName localhost\nServerRoot {at}\nDefaultRuntimeDir {at}\nPidFile \
         {at}/pid\nErrorLog {at}/log\nListen {address}\nUser www-data\nGroup www-data\n\
         <VirtualHost {address}>\nAllowEncodedSlashes NoDecode\n{patch}ProxyPass / http://{upstream}/\n</VirtualHost>\n"
    )
}

fn caddy(address: SocketAddr, upstream: SocketAddr, patch: &str) -> String {
    let (host, port) = (address.ip(), address.port());
    format!(
        "{{\nadmin off\nauto_https off\n}}\nhttp://:{port} {{\nbind {host}\n{patch}reverse_proxy \
         {upstream}\n}}\n"
    )
}

fn haproxy(address: SocketAddr, upstream: SocketAddr, patch: &str) -> String {
    format!(
        "defaults\nmode http\ntimeout connect 5s\ntimeout client 30s\ntimeout server 30s\n\
         frontend pages\nbind {address}\n{patch}default_backend application\nbackend application\n\
         server one {upstream}\n"
    )
}

fn envoy(address: SocketAddr, upstream: SocketAddr, in_filters: &str, in_host: &str) -> String {
    let routes = "routes:\n- match: { prefix: / }\n  route: { cluster: application }\n";
    let routes = if in_host.contains("\nroutes:\n") { "" } else { routes };
    let in_host = indented(&format!("{in_host}{routes}"), 4);
    let routes = format!(
        "route_config:\n  virtual_hosts:\n  - name: pages\n    domains: [\"*\"]\n{in_host}"
    );
    let listener = indented(&listener(address, in_filters, &routes), 4);
    let listener = listener.replacen("   ", "  -", 1);
    format!("static_resources:\n  listeners:\n{listener}{}", cluster(upstream))
}

/// A listener's fields. In: its filters; where its routes are.
fn listener(address: SocketAddr, in_filters: &str, routes: &str) -> String {
    let (in_filters, routes) = (indented(in_filters, 6), indented(routes, 6));
    format!(
        r#"address: {}
enable_reuse_port: false
filter_chains:
- filters:
  - name: envoy.filters.network.http_connection_manager
    typed_config:
      "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
      stat_prefix: pages
      http_filters:
{in_filters}      - name: envoy.filters.http.router
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
{routes}"#,
        socket(address)
    )
}

/// The application, among the static resources.
fn cluster(upstream: SocketAddr) -> String {
    let there = socket(upstream);
    format!(
        "  clusters:\n  - name: application\n    load_assignment:\n      cluster_name: application\n      \
         endpoints:\n      - lb_endpoints:\n        - endpoint: {{ address: {there} }}\n"
    )
}

fn socket(at: SocketAddr) -> String {
    format!("{{ socket_address: {{ address: {}, port_value: {} }} }}", at.ip(), at.port())
}

/// Where Envoy finds resources: a file that it watches.
fn source(root: &Path, file: &str) -> String {
    let path = root.join(file);
    format!("{{ path_config_source: {{ path: {} }}, resource_api_version: V3 }}", path.display())
}

fn workerd(address: SocketAddr, upstream: SocketAddr) -> String {
    format!(
        r#"using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "worker", worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js")],
      compatibilityDate = "2026-01-01",
      globalOutbound = "application")),
    (name = "application", external = (address = "{upstream}", http = ())),
  ],
  sockets = [(name = "pages", address = "{address}", http = (), service = "worker")],
);
"#
    )
}

/// Each line so many blanks further in.
fn indented(text: &str, blanks: usize) -> String {
    text.lines().map(|line| format!("{:blanks$}{line}\n", "")).collect()
}
