//! What a policy file says of the servers behind the gateway.

use std::ops::Range;
use std::path::PathBuf;

use crosscheck::server::Config;
use crosscheck::server::Policy;
use schemars::JsonSchema;

use crate::gateway::CertificateFiles;
use crate::gateway::HostHeader;
use crate::gateway::HostName;

/// One server behind the gateway.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "UpstreamTable")]
#[non_exhaustive]
pub struct UpstreamSettings {
    /// Where it is: `"http://127.0.0.1:9000"`, `"https://api.internal"`, or `"unix:/run/api.sock"`.
    pub url: String,
    /// The hosts that it serves, as requests name them; by default all that no other upstream names.
    #[schemars(default)]
    pub hosts: Vec<String>,
    /// The path that it serves, with all below it; of several the longest wins. By default `"/"`.
    #[schemars(with = "Option<String>")]
    pub path: String,
    /// Whether that path is taken off before it is asked.
    #[schemars(default)]
    pub strip_path: bool,
    /// The `Host` that it is sent, if not the one that `[gateway]` says.
    #[schemars(with = "Option<HostName>")]
    pub host: Option<HostHeader>,
    /// Whether it is asked over HTTP/2, as gRPC needs it: over TLS it must agree, without it must know beforehand
    /// (`h2c`).
    #[schemars(default)]
    pub http2: bool,
    /// What becomes of the CORS headers that it writes itself: `"strip"` (the default), `"merge-expose"` (the
    /// names that it exposes are added), or `"refuse-conflict"` (a 502 if it grants another access than the
    /// policy). Paths that a rule leaves to it (`handler = true`) are its own.
    #[schemars(with = "Option<CorsName>")]
    pub upstream_cors: UpstreamCorsSetting,
    /// A file with the roots that its certificate leads to, in PEM, if not those of the system; for `https:`.
    #[schemars(with = "Option<String>")]
    pub roots: Option<PathBuf>,
    /// The certificate that it is shown when it asks for one; only with `roots`.
    pub certificate: Option<CertificateFiles>,
    /// Its own policy, in place of `[cors]`: `[upstream.cors]` below its `[[upstream]]`.
    #[schemars(rename = "cors", with = "Option<Config>")]
    pub policy: Option<Policy>,
    /// Where it stands in the file, in bytes: its URL, or the whole of it.
    #[schemars(skip)]
    pub place: Range<usize>,
}

impl UpstreamSettings {
    /// Whether both are asked for the same in the same way; their policies may differ, and where they stand.
    pub fn is_served_as(&self, other: &Self) -> bool {
        let without_policy = |it: &Self| {
            let (url, hosts, path) = (it.url.clone(), it.hosts.clone(), it.path.clone());
            let tls = (it.roots.clone(), it.certificate.clone(), it.http2);
            (url, hosts, path, it.strip_path, it.host, it.upstream_cors, it.policy.is_some(), tls)
        };
        without_policy(self) == without_policy(other)
    }
}

/// What becomes of the CORS headers that an upstream writes itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "whoever serves must know each")]
pub enum UpstreamCorsSetting {
    /// They are taken away.
    #[default]
    Strip,
    /// The names that it exposes are added to the policy's.
    MergeExpose,
    /// An answer that grants another access is a 502.
    RefuseConflict,
}

/// The words for [`UpstreamCorsSetting`].
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
#[expect(dead_code, reason = "it is read by hand, so that it keeps its place")]
enum CorsName {
    Strip,
    MergeExpose,
    RefuseConflict,
}
