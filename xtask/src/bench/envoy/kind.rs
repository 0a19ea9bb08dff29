//! An Envoy, and what it does of CORS.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;
use serde_json::json;

use crate::command::PLUGIN;
use crate::command::target;

/// What an Envoy does of CORS.
#[derive(Debug)]
pub(super) struct Kind {
    pub(super) name: &'static str,
    filter: Filter,
}

#[derive(Debug, PartialEq, Eq)]
enum Filter {
    None,
    Own,
    /// Our module, told to do nothing: what it costs to have a module at all.
    Idle,
    /// Our module, with so many origins.
    Module(usize),
    /// The same as a plugin of proxy-wasm.
    Plugin(usize),
    /// None, and a route that answers by itself: the least that an answer costs.
    Direct,
}

/// The first two are what the others are held to.
pub(super) const KINDS: [Kind; 9] = [
    Kind { name: NONE, filter: Filter::None },
    Kind { name: OWN, filter: Filter::Own },
    Kind { name: IDLE, filter: Filter::Idle },
    Kind { name: "module, 1 origin", filter: Filter::Module(1) },
    Kind { name: "module, 10,000 origins", filter: Filter::Module(10_000) },
    Kind { name: "module, 1,000,000 origins", filter: Filter::Module(1_000_000) },
    Kind { name: "proxy-wasm, 1 origin", filter: Filter::Plugin(1) },
    Kind { name: "proxy-wasm, 10,000 origins", filter: Filter::Plugin(10_000) },
    Kind { name: "no filter, `direct_response` 204", filter: Filter::Direct },
];

pub(super) const NONE: &str = "no filter";
pub(super) const OWN: &str = "Envoy's own filter";
pub(super) const IDLE: &str = "module, `off`";

impl Kind {
    pub(super) fn answers_preflights(&self) -> bool {
        !matches!(self.filter, Filter::None | Filter::Idle)
    }

    /// Whether requests reach the upstream.
    pub(super) fn forwards(&self) -> bool {
        self.filter != Filter::Direct
    }

    /// The command that starts it on a port, with one worker.
    pub(super) fn command(
        &self,
        folder: &Path,
        port: u16,
        upstream: u16,
    ) -> anyhow::Result<Vec<String>> {
        let file = folder.join(format!("{port}.json"));
        fs::write(&file, self.configuration(port, upstream)?.to_string())?;
        let modules = target().canonicalize()?.join("release");
        let words = [
            "env",
            &format!("ENVOY_DYNAMIC_MODULES_SEARCH_PATH={}", modules.display()),
            "envoy",
            "--concurrency",
            "1",
            "--disable-hot-restart",
            "--log-level",
            "off",
            "--config-path",
            &file.display().to_string(),
        ];
        Ok(words.map(str::to_owned).to_vec())
    }

    fn configuration(&self, port: u16, upstream: u16) -> anyhow::Result<Value> {
        let typed = |name: &str, kind: &str| {
            let kind = format!("type.googleapis.com/envoy.extensions.filters.{kind}");
            json!({ "name": name, "typed_config": { "@type": kind } })
        };
        let router = typed("envoy.filters.http.router", "http.router.v3.Router");
        let own = typed(OWN_NAME, "http.cors.v3.Cors");
        let filters = match self.filter {
            Filter::None | Filter::Direct => vec![router],
            Filter::Own => vec![own, router],
            Filter::Idle => vec![module("off", 1), router],
            Filter::Module(origins) => vec![module("enforce", origins), router],
            Filter::Plugin(origins) => vec![plugin(origins)?, router],
        };
        let mut host = json!({
            "name": "api",
            "domains": ["*"],
            "routes": [{ "match": { "prefix": "/" }, "route": { "cluster": "api" } }],
        });
        if self.filter == Filter::Direct {
            host["routes"] =
                json!([{ "match": { "prefix": "/" }, "direct_response": { "status": 204 } }]);
        }
        if self.filter == Filter::Own {
            host["typed_per_filter_config"] = json!({ OWN_NAME: {
                "@type": "type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy",
                "allow_origin_string_match": [{ "exact": "https://app.example" }],
                "allow_credentials": true,
                "allow_methods": "PUT",
                "allow_headers": "content-type, authorization",
                "max_age": "600",
            } });
        }
        let mut manager = typed(
            "envoy.filters.network.http_connection_manager",
            "network.http_connection_manager.v3.HttpConnectionManager",
        );
        let fields = json!({
            "stat_prefix": "api",
            "use_remote_address": true,
            "route_config": { "virtual_hosts": [host] },
            "http_filters": filters,
        });
        for (name, value) in fields.as_object().into_iter().flatten() {
            manager["typed_config"][name] = value.clone();
        }
        let at =
            |port: u16| json!({ "socket_address": { "address": "127.0.0.1", "port_value": port } });
        // Statistics are flushed every five seconds by themselves, which falls into one count and not the next.
        Ok(json!({ "stats_flush_interval": "299s", "static_resources": {
            "listeners": [{ "address": at(port), "filter_chains": [{ "filters": [manager] }] }],
            "clusters": [{
                "name": "api",
                "circuit_breakers": { "thresholds": [
                    { "max_connections": 4096, "max_pending_requests": 4096, "max_requests": 4096 },
                ] },
                "load_assignment": {
                    "cluster_name": "api",
                    "endpoints": [{ "lb_endpoints": [{ "endpoint": { "address": at(upstream) } }] }],
                },
            }],
        } }))
    }
}

fn module(name: &str, origins: usize) -> Value {
    json!({ "name": "crosscheck", "typed_config": {
        "@type": "type.googleapis.com/envoy.extensions.filters.http.dynamic_modules.v3.DynamicModuleFilter",
        "dynamic_module_config": { "name": "crosscheck_envoy" },
        "filter_name": name,
        "filter_config": policy(origins),
    } })
}

fn plugin(origins: usize) -> anyhow::Result<Value> {
    let file = target().canonicalize()?.join(PLUGIN).join("release/crosscheck_envoy.wasm");
    Ok(json!({ "name": "crosscheck", "typed_config": {
        "@type": "type.googleapis.com/envoy.extensions.filters.http.wasm.v3.Wasm",
        "config": {
            "root_id": "enforce",
            "vm_config": {
                "runtime": "envoy.wasm.runtime.v8",
                "code": { "local": { "filename": file } },
            },
            "configuration": policy(origins),
        },
    } }))
}

fn policy(origins: usize) -> Value {
    let mut policy = "[cors]\norigins = [\"https://app.example\"".to_owned();
    for number in 1..origins {
        let _ = write!(policy, ",\n\"https://tenant-{number}.example\"");
    }
    policy.push_str(
        "]\ncredentials = true\nmethods = [\"PUT\"]\n\
         request_headers = [\"content-type\", \"authorization\"]\nmax_age = 600\n",
    );
    json!({ "@type": "type.googleapis.com/google.protobuf.StringValue", "value": policy })
}

const OWN_NAME: &str = "envoy.filters.http.cors";
