//! A real Envoy with our module in it.

use std::fs;
use std::io;
use std::io::Read;
use std::io::Write;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::net::TcpStream;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;

use crosscheck::server::Config;
use serde_json::Value;
use serde_json::json;
use tempfile::TempDir;

use crate::binary;
use crate::peer;
use crate::process::PATIENCE;
use crate::process::Process;
use crate::process::eventually;
use crate::process::free_port;

/// What is configured of an Envoy beside where it listens.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// The program, if it is not the `envoy` that is looked for by its name.
    pub program: Option<&'static str>,
    /// Where it runs, if not on loopback.
    pub host: Option<Host>,
    /// The filter with our module: [`filter`], or whatever brings it; or several in a list.
    pub filter: Value,
    /// Routes that come before the one that leads to the upstream.
    pub routes: Vec<Value>,
    /// Fields of the route configuration and of what holds the filters, each an object.
    pub route_configuration: Value,
    /// See there.
    pub connection_manager: Value,
    /// Clusters beside the upstream's, and fields of the whole configuration.
    pub clusters: Vec<Value>,
    /// See there.
    pub bootstrap: Value,
}

/// A network namespace of Linux by its name, and the address that it has there: a host, to an Envoy.
#[derive(Clone, Debug)]
pub struct Host {
    /// What `ip netns` calls it.
    pub namespace: String,
    /// Where it is reached.
    pub address: Ipv4Addr,
}

/// A running Envoy, its files and its log.
#[derive(Debug)]
pub struct Envoy {
    _process: Process,
    folder: TempDir,
    address: SocketAddr,
    admin: SocketAddr,
}

/// A head that was read: its status, and its lines in order.
#[derive(Clone, Debug)]
pub struct Head {
    /// The status.
    pub status: u16,
    /// Names and values.
    pub lines: Vec<(String, String)>,
}

impl Envoy {
    /// Starts one; `None` if it is not installed: see [`peer::require_or_skip`].
    ///
    /// In: the upstream; the rest of its configuration, whose files are looked for in a folder of its own.
    pub fn start_or_skip(upstream: SocketAddr, setup: &Setup) -> Option<Self> {
        Some(Self::start_or_tell(upstream, setup)?.expect("Envoy starts on a free port"))
    }

    /// The same; where it ends at once, its log.
    pub fn start_or_tell(upstream: SocketAddr, setup: &Setup) -> Option<Result<Self, String>> {
        let program = peer::require_or_skip(setup.program.unwrap_or("envoy"))?;
        let (folder, address, admin) = places(setup.host.as_ref()).expect("places for an Envoy");
        let file = folder.path().join("envoy.json");
        let log = folder.path().join("log");
        let (config, modules) = (config(address, admin, upstream, setup), binary::envoy_module());
        let mut command = match &setup.host {
            None => Command::new(program),
            Some(host) => {
                let mut within = Command::new("ip");
                within.args(["netns", "exec", &host.namespace]).arg(program);
                within
            }
        };
        command.args(["--concurrency", "1", "--disable-hot-restart"]);
        command.args(["--file-flush-interval-msec", "100"]);
        command.arg("-c").arg(&file).current_dir(folder.path());
        let modules = modules.parent().map(PathBuf::from).unwrap_or_default();
        command.env("ENVOY_DYNAMIC_MODULES_SEARCH_PATH", modules);
        command.stdin(Stdio::null()).stdout(Stdio::null());
        command.stderr(fs::File::create(&log).expect("a file for its log"));
        fs::write(&file, config.to_string()).expect("its configuration is written");
        let mut process = Process::start(&mut command).expect("Envoy starts");
        let is_there = eventually(PATIENCE, || match process.child().try_wait() {
            Ok(None) => TcpStream::connect(address).ok().map(|_| true),
            _ => Some(false),
        });
        let told = || fs::read_to_string(&log).unwrap_or_default();
        Some(match is_there {
            Some(true) => Ok(Self { _process: process, folder, address, admin }),
            _ => Err(told()),
        })
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its log so far.
    pub fn log(&self) -> String {
        self.file("log")
    }

    /// A file that it wrote by that name.
    pub fn file(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap_or_default()
    }

    /// The value of one of its statistics.
    pub fn statistic(&self, name: &str) -> Option<u64> {
        // Few enough to come in one chunk.
        let request =
            format!("GET /stats?filter={name} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
        let (_, text) = exchange(self.admin, &request).ok()?;
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))?;
        line.parse().ok()
    }

    /// Asks, and reads the head of the answer.
    pub fn ask(&self, method: &str, path: &str, lines: &[(&str, &str)]) -> Head {
        let mut request = format!("{method} {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n");
        lines.iter().for_each(|(name, value)| request.push_str(&format!("{name}: {value}\r\n")));
        let (mut head, mut rest) =
            exchange(self.address, &format!("{request}\r\n")).expect("it answers");
        // An interim answer stands before.
        while head.starts_with("HTTP/1.1 1") {
            let (next, body) = rest.split_once("\r\n\r\n").expect("an answer after it");
            (head, rest) = (next.to_owned(), body.to_owned());
        }
        let (status, lines) = head.split_once("\r\n").expect("a status line");
        let status = status.split(' ').nth(1).and_then(|status| status.parse().ok());
        let lines = lines.split("\r\n").filter_map(|line| line.split_once(": "));
        let lines = lines.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Head { status: status.expect("a status"), lines }
    }
}

impl Head {
    /// The values of a header's lines, in one.
    pub fn value(&self, name: &str) -> String {
        let lines = self.lines.iter().filter(|(line, _)| line == name);
        lines.map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(", ")
    }
}

fn places(host: Option<&Host>) -> io::Result<(TempDir, SocketAddr, SocketAddr)> {
    let folder = tempfile::Builder::new().prefix("crosscheck-envoy-").tempdir()?;
    let address = host.map_or(Ipv4Addr::LOCALHOST, |host| host.address);
    let place = || Ok::<_, io::Error>(SocketAddr::from((address, free_port()?)));
    Ok((folder, place()?, place()?))
}

/// The head and the body of an answer.
fn exchange(address: SocketAddr, request: &str) -> io::Result<(String, String)> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    stream.write_all(request.as_bytes())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let (head, body) = text.split_once("\r\n\r\n").ok_or(io::ErrorKind::UnexpectedEof)?;
    Ok((head.into(), body.into()))
}

/// The filter with our module, as a list of filters has it.
pub fn filter(name: &str, policy: &str) -> Value {
    json!({ "name": "crosscheck", "typed_config": typed_filter(name, policy) })
}

/// Its configuration.
pub fn typed_filter(name: &str, policy: &str) -> Value {
    json!({
        "@type": TYPE,
        "dynamic_module_config": { "name": "crosscheck_envoy" },
        "filter_name": name,
        "filter_config": text(policy),
    })
}

/// The filter as it comes from a file that is watched. In: what kind of configuration it takes.
pub fn discovered_filter(kind: &str, file: &Path) -> Value {
    json!({
        "name": "crosscheck",
        "config_discovery": {
            "config_source": { "path_config_source": { "path": file }, "resource_api_version": "V3" },
            "type_urls": [kind],
        },
    })
}

/// The filter as it comes from a server of policies: see [`fleet`].
///
/// In: the name that it asks by; what kind of configuration it takes.
pub fn pushed_filter(name: &str, kind: &str) -> Value {
    json!({
        "name": name,
        "config_discovery": {
            "config_source": { "ads": {}, "resource_api_version": "V3" },
            "type_urls": [kind],
        },
    })
}

/// An Envoy that asks a server of policies. In: who it is; where the server is; the API, `GRPC` or
/// `DELTA_GRPC`; how the server is spoken to, if not in the clear.
pub fn fleet(id: &str, server: SocketAddr, api: &str, tls: Option<Value>) -> Setup {
    let service = json!([{ "envoy_grpc": { "cluster_name": "fleet" } }]);
    let at = json!({ "socket_address": { "address": server.ip(), "port_value": server.port() } });
    let mut cluster = json!({
        "name": "fleet",
        "typed_extension_protocol_options": {
            "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
                "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
                "explicit_http_config": { "http2_protocol_options": {
                    "connection_keepalive": { "interval": "30s", "timeout": "5s" },
                } },
            },
        },
        "load_assignment": {
            "cluster_name": "fleet",
            "endpoints": [{ "lb_endpoints": [{ "endpoint": { "address": at } }] }],
        },
    });
    if let Some(tls) = tls {
        add(&mut cluster, &json!({ "transport_socket": tls }));
    }
    Setup {
        filter: pushed_filter("crosscheck", TYPE),
        clusters: vec![cluster],
        bootstrap: json!({
            "node": { "id": id, "cluster": "all" },
            "dynamic_resources": { "ads_config": {
                "api_type": api, "transport_api_version": "V3", "grpc_services": service,
            } },
        }),
        ..Setup::default()
    }
}

/// What such a file says. In: the filter's configuration.
pub fn discovered(version: &str, typed_filter: &Value) -> Value {
    json!({
        "version_info": version,
        "resources": [{
            "@type": "type.googleapis.com/envoy.config.core.v3.TypedExtensionConfig",
            "name": "crosscheck",
            "typed_config": typed_filter,
        }],
    })
}

/// What a route says in place of the filter's own configuration.
pub fn per_route(name: &str, policy: &str) -> Value {
    json!({ "crosscheck": {
        "@type": format!("{TYPE}PerRoute"),
        "dynamic_module_config": { "name": "crosscheck_envoy" },
        "per_route_config_name": name,
        "filter_config": text(policy),
    } })
}

/// The text of a policy file that says this.
pub fn policy_file(config: &Config) -> String {
    let fields = serde_json::to_value(config).expect("a configuration is JSON");
    let fields = fields.as_object().expect("an object");
    let fields = fields.iter().filter(|(_, value)| !value.is_null());
    let lines = fields.map(|(name, value)| format!("{name} = {}\n", toml(value)));
    format!("[cors]\n{}", lines.collect::<String>())
}

/// A value on one line. Texts are written as in JSON.
fn toml(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            format!("[{}]", items.iter().map(toml).collect::<Vec<_>>().join(", "))
        }
        Value::Object(fields) => {
            let fields = fields.iter().filter(|(_, value)| !value.is_null());
            let fields = fields.map(|(name, value)| format!("{name} = {}", toml(value)));
            format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
        }
        value => value.to_string(),
    }
}

/// A text where Envoy takes any message.
pub(crate) fn text(policy: &str) -> Value {
    json!({ "@type": "type.googleapis.com/google.protobuf.StringValue", "value": policy })
}

fn config(address: SocketAddr, admin: SocketAddr, upstream: SocketAddr, setup: &Setup) -> Value {
    let at = |place: SocketAddr| json!({ "socket_address": { "address": place.ip(), "port_value": place.port() } });
    let router = json!({
        "name": "envoy.filters.http.router",
        "typed_config": {
            "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router",
        },
    });
    let mut routes = setup.routes.clone();
    routes.push(json!({ "match": { "prefix": "/" }, "route": { "cluster": "application" } }));
    let mut route_configuration = json!({
        "virtual_hosts": [{ "name": "pages", "domains": ["*"], "routes": routes }],
    });
    add(&mut route_configuration, &setup.route_configuration);
    // One, or several in a list.
    let mut filters = match &setup.filter {
        Value::Array(filters) => filters.clone(),
        filter => vec![filter.clone()],
    };
    filters.push(router);
    let mut manager = json!({
        "@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "pages",
        // A second, by itself, in which it waits for who is to hang up.
        "delayed_close_timeout": "0s",
        "http_filters": filters,
        "route_config": route_configuration,
    });
    add(&mut manager, &setup.connection_manager);
    let filter =
        json!({ "name": "envoy.filters.network.http_connection_manager", "typed_config": manager });
    let application = json!({
        "name": "application",
        "load_assignment": {
            "cluster_name": "application",
            "endpoints": [{ "lb_endpoints": [{ "endpoint": { "address": at(upstream) } }] }],
        },
    });
    let clusters: Vec<Value> = [application].into_iter().chain(setup.clusters.clone()).collect();
    let mut bootstrap = json!({
        "admin": { "address": at(admin) },
        "node": { "id": "one", "cluster": "all" },
        "static_resources": {
            "listeners": [{
                "address": at(address),
                "enable_reuse_port": false,
                "filter_chains": [{ "filters": [filter] }],
            }],
            "clusters": clusters,
        },
    });
    add(&mut bootstrap, &setup.bootstrap);
    bootstrap
}

/// Puts the fields of one object into another.
fn add(object: &mut Value, more: &Value) {
    if let (Some(object), Some(more)) = (object.as_object_mut(), more.as_object()) {
        object.extend(more.clone());
    }
}

/// What the filter's configuration is.
pub const TYPE: &str =
    "type.googleapis.com/envoy.extensions.filters.http.dynamic_modules.v3.DynamicModuleFilter";
