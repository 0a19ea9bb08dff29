//! What a policy file says of the gateway.

use std::net::SocketAddr;
use std::num::NonZero;
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;
use schemars::JsonSchema;

use crate::listen_address::ListenAddress;

/// How the gateway listens and forwards.
#[derive(Clone, Debug, Default, PartialEq, Eq, JsonSchema)]
#[schemars(deny_unknown_fields, default, rename = "GatewayTable")]
#[non_exhaustive]
pub struct GatewaySettings {
    /// Where it listens, such as `"127.0.0.1:8080"`, which it is if nothing is said, or a socket in the file
    /// system, such as `"unix:/run/crosscheck/gateway.sock"`. `--listen` comes first.
    #[schemars(with = "Option<String>")]
    pub listen: Option<ListenAddress>,
    /// Who may connect to a socket in the file system, as the permissions of a file: `0o660`, which it is if
    /// nothing is said, is its owner and its group.
    #[schemars(range(min = 0, max = 0o777))]
    pub socket_permissions: Option<u32>,
    /// How many threads serve; by default one for each core.
    #[schemars(with = "Option<u16>", range(min = 1, max = 1024))]
    pub workers: Option<NonZero<usize>>,
    /// Where whoever runs it looks: `/healthz`, `/readyz`, `/metrics` and a live page, such as
    /// `"127.0.0.1:9090"`. Whoever reaches it may read it: keep it off the net. By default there is none.
    #[schemars(with = "Option<String>")]
    pub admin: Option<SocketAddr>,
    /// A line on standard output for each request, as `"json"` or, for people, as `"text"`; never a cookie,
    /// nor what a query says. By default there is none.
    #[schemars(with = "Option<LogName>")]
    pub access_log: Option<AccessLogFormat>,
    /// Proxies before the gateway, by address (`10.0.0.7`) or network (`10.0.0.0/8`). What they say
    /// of the client in `X-Forwarded-For`, `-Host` and `-Proto` is kept; of others it is replaced.
    #[schemars(with = "Vec<String>")]
    pub trust: Vec<IpNet>,
    /// Balancers before the gateway that pass bytes on, by address or network: each of their connections begins
    /// with the PROXY protocol, which says who the client is. By default there is none.
    #[schemars(with = "Vec<String>")]
    pub proxy_protocol: Vec<IpNet>,
    /// The `Host` that upstreams are sent: their own (`"upstream"`, the default; redirects that they
    /// make of it are mended), or the one that the client asked for (`"client"`).
    #[schemars(with = "HostName")]
    pub host: HostHeader,
    /// A policy for each host, in place of `[cors]`, beside this file: in a folder, where `tenants/shop.example.toml` is
    /// that of `shop.example`, or in one file that ends in `.toml`, where its tables are `["shop.example".cors]`. Only
    /// those that change are read again.
    #[schemars(with = "Option<String>")]
    pub tenants: Option<PathBuf>,
    /// What clients are shown over TLS; of several the one that stands for the host they ask for, else the
    /// first. Read again when they change. Without any the gateway speaks plain HTTP.
    pub certificates: Vec<CertificateFiles>,
    /// Whether clients may speak HTTP/2 without TLS, by prior knowledge: for a proxy before it that does. With
    /// certificates, clients and the gateway agree on HTTP/2 by themselves.
    pub http2_in_the_clear: bool,
    /// What a stranger may cost.
    pub limits: LimitSettings,
}

/// A certificate and its key, in files beside this one.
#[derive(Clone, Debug, Default, PartialEq, Eq, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "CertificateTable")]
#[non_exhaustive]
pub struct CertificateFiles {
    /// The certificate with those that lead to its root, in PEM: `"/etc/tls/fullchain.pem"`.
    #[schemars(with = "String")]
    pub chain: PathBuf,
    /// Its private key, in PEM, without a passphrase.
    #[schemars(with = "String")]
    pub key: PathBuf,
}

/// Bounds on time and memory. What is not said is as it is by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, JsonSchema)]
#[schemars(deny_unknown_fields, default, rename = "LimitsTable")]
#[non_exhaustive]
pub struct LimitSettings {
    /// Seconds for a client to send a request's head, and that an idle connection is kept: 30.
    #[schemars(with = "Option<u32>", range(min = 1, max = 86400))]
    pub head: Option<Duration>,
    /// The most bytes that a request's head may take, and that are buffered per direction: 65536.
    #[schemars(range(min = 8192, max = 1048576))]
    pub head_bytes: Option<usize>,
    /// The most header lines that a request or an answer may have: 100.
    #[schemars(range(min = 1, max = 10000))]
    pub header_lines: Option<usize>,
    /// Seconds to connect to an upstream: 5.
    #[schemars(with = "Option<u32>", range(min = 1, max = 86400))]
    pub connect: Option<Duration>,
    /// Seconds for an upstream to begin its answer: 60.
    #[schemars(with = "Option<u32>", range(min = 1, max = 86400))]
    pub answer: Option<Duration>,
    /// Seconds for either side to give the next part of a body, or to take what it is sent: 60.
    #[schemars(with = "Option<u32>", range(min = 1, max = 86400))]
    pub progress: Option<Duration>,
    /// Seconds to finish what is under way when told to stop: 10.
    #[schemars(with = "Option<u32>", range(min = 1, max = 86400))]
    pub drain: Option<Duration>,
}

/// Whose `Host` the upstream is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there are two ends")]
pub enum HostHeader {
    /// Its own.
    #[default]
    Upstream,
    /// The one that the client asked for.
    Client,
}

/// How a line of the access log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "for programs or for people")]
pub enum AccessLogFormat {
    /// One object a line.
    Json,
    /// For people.
    Text,
}

/// The words for [`HostHeader`].
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
#[expect(dead_code, reason = "it is read by hand, so that it keeps its place")]
pub(crate) enum HostName {
    Upstream,
    Client,
}

/// The words for [`AccessLogFormat`].
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
#[expect(dead_code, reason = "it is read by hand, so that it keeps its place")]
enum LogName {
    Json,
    Text,
}
