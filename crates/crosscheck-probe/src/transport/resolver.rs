//! Where hosts are: as told with `--resolve`, else as name servers say, each asked once.

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;

use url::Host;
use url::Url;

use super::failure::TransportError;

/// Host, port and the address to use for them.
pub(crate) type Override = (String, u16, IpAddr);

/// Looks names up.
#[derive(Clone)]
pub struct Resolver {
    overrides: Vec<Override>,
    known: BTreeMap<String, Found>,
    names: Names,
}

/// Addresses, or why there are none.
pub(crate) type Found = Result<Vec<IpAddr>, TransportError>;
/// Who knows where a name is.
pub(crate) type Names = Arc<dyn Fn(String) -> Looking + Send + Sync>;
type Looking = Pin<Box<dyn Future<Output = Found> + Send>>;

impl fmt::Debug for Resolver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { overrides, known, .. } = self;
        let mut resolver = f.debug_struct("Resolver");
        resolver.field("overrides", overrides).field("known", known).finish_non_exhaustive()
    }
}

impl Default for Resolver {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl Resolver {
    /// A resolver that knows some addresses beforehand, by host and port; what was given last counts.
    pub fn new(overrides: Vec<(String, u16, IpAddr)>) -> Self {
        Self { overrides, ..Self::asking(Arc::new(|host| Box::pin(look_up(host)))) }
    }

    /// A resolver that asks somebody else than the system's name servers.
    pub(crate) fn asking(names: Names) -> Self {
        Self { overrides: Vec::new(), known: BTreeMap::new(), names }
    }

    /// The addresses of a URL's host, the best first; never empty.
    pub(crate) async fn addresses(&mut self, url: &Url) -> Found {
        let host = match url.host() {
            Some(Host::Ipv4(address)) => return Ok(vec![address.into()]),
            Some(Host::Ipv6(address)) => return Ok(vec![address.into()]),
            Some(Host::Domain(host)) => host.to_owned(),
            None => String::new(),
        };
        let port = url.port_or_known_default().unwrap_or_default();
        let told = self.overrides.iter().rfind(|(h, p, _)| *h == host && *p == port);
        if let Some((.., address)) = told {
            return Ok(vec![*address]);
        }
        if let Some(known) = self.known.get(&host) {
            return known.clone();
        }
        let found = (self.names)(host.clone()).await;
        self.known.insert(host, found.clone());
        found
    }
}

async fn look_up(host: String) -> Found {
    // Browsers ask no name server for it.
    if host == "localhost" || host.ends_with(".localhost") {
        return Ok(LOOPBACK.into());
    }
    let unknown = |reason: String| TransportError::NameUnknown { host: host.clone(), reason };
    let found = tokio::net::lookup_host((&*host, 0)).await.map_err(|e| unknown(e.to_string()))?;
    let mut addresses: Vec<IpAddr> = Vec::new();
    for address in found.map(|address| address.ip()) {
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    match addresses.is_empty() {
        true => Err(unknown("it has none".into())),
        false => Ok(addresses),
    }
}

const LOOPBACK: [IpAddr; 2] =
    [IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), IpAddr::V6(std::net::Ipv6Addr::LOCALHOST)];
