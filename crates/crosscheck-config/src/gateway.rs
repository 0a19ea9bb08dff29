//! What a policy file says of the gateway.

use ipnet::IpNet;
use schemars::JsonSchema;

/// How the gateway forwards.
#[derive(Clone, Debug, Default, PartialEq, Eq, JsonSchema)]
#[schemars(deny_unknown_fields, default, rename = "GatewayTable")]
#[non_exhaustive]
pub struct GatewaySettings {
    /// Proxies before the gateway, by address (`10.0.0.7`) or network (`10.0.0.0/8`). What they say
    /// of the client in `X-Forwarded-For`, `-Host` and `-Proto` is kept; of others it is replaced.
    #[schemars(with = "Vec<String>")]
    pub trust: Vec<IpNet>,
    /// The `Host` that the upstream is sent: its own (`"upstream"`, the default; redirects that it
    /// makes of it are mended), or the one that the client asked for (`"client"`).
    #[schemars(with = "HostName")]
    pub host: HostHeader,
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

/// The words for [`HostHeader`].
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
#[expect(dead_code, reason = "it is read by hand, so that it keeps its place")]
enum HostName {
    Upstream,
    Client,
}
