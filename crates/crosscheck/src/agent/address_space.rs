//! Where a host is: on this machine, in the network around it, or anywhere.

use core::net::IpAddr;
use core::net::Ipv4Addr;
use core::net::Ipv6Addr;

use super::cause::Cause;
use super::cookies::is_loopback;
use super::request::Request;
use super::user_agent::UserAgent;

/// Who can reach a host. The order is from the fewest to everybody.
///
/// Spec: <https://wicg.github.io/local-network-access/#ip-address-space-heading>
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AddressSpace {
    /// This machine.
    Loopback,
    /// The network around it.
    Local,
    /// Everybody.
    Public,
}

impl AddressSpace {
    /// Where an address is.
    ///
    /// Spec: <https://wicg.github.io/local-network-access/#determine-the-ip-address-space>
    pub fn of(address: IpAddr) -> Self {
        let address = address.to_canonical();
        let is_in = |blocks: &[&str]| blocks.iter().any(|block| contains(block, address));
        if is_in(&LOOPBACK) {
            Self::Loopback
        } else if is_in(&LOCAL) {
            Self::Local
        } else {
            Self::Public
        }
    }

    /// The name that browsers give it: `loopback`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Loopback => "loopback",
            Self::Local => "local",
            Self::Public => "public",
        }
    }
}

impl UserAgent {
    /// Where a host is: as it was told, as its address says, and if neither says anything, public.
    pub fn address_space(&self, host: &str) -> AddressSpace {
        if let Some(space) = self.address_spaces.get(host) {
            return *space;
        }
        let literal = host.trim_start_matches('[').trim_end_matches(']');
        match literal.parse() {
            Ok(address) => AddressSpace::of(address),
            Err(_) if host == "localhost" || host.ends_with(".localhost") => AddressSpace::Loopback,
            Err(_) => AddressSpace::Public,
        }
    }
}

/// Whether the page may reach a host that is closer to the user than the page is.
///
/// DEVIATES: the standard looks at the connection, so at the address that was reached; here
/// the host says beforehand where names lead.
///
/// Spec: <https://wicg.github.io/local-network-access/#local-network-access-check>
pub(super) fn local_network_access_check(
    request: &Request,
    agent: &UserAgent,
) -> Result<(), Cause> {
    let space = agent.address_space(request.current_url().host_str().unwrap_or_default());
    let page = &agent.top_level;
    // 1. Only some browsers look.
    // 2. What is as close as the page, or farther, is open to it.
    if !agent.profile.checks_local_network
        || page.is_opaque()
        || space >= agent.address_space(page.host())
    {
        return Ok(());
    }
    // 3. A page that anybody on the way could have changed reaches nothing closer.
    if page.scheme() != "https" && !is_loopback(page.host()) {
        return Err(Cause::LocalNetworkInsecure { space });
    }
    // 4. Any other only if the user agreed.
    match agent.local_network_permission {
        true => Ok(()),
        false => Err(Cause::LocalNetworkDenied { space }),
    }
}

fn contains(block: &str, address: IpAddr) -> bool {
    let (start, length) = block.split_once('/').expect("a block is an address and a length");
    let length: u32 = length.parse().expect("a length is a number");
    match address {
        IpAddr::V4(address) => start.parse::<Ipv4Addr>().is_ok_and(|start| {
            let mask = u32::MAX.checked_shl(32 - length).unwrap_or(0);
            start.to_bits() & mask == address.to_bits() & mask
        }),
        IpAddr::V6(address) => start.parse::<Ipv6Addr>().is_ok_and(|start| {
            let mask = u128::MAX.checked_shl(128 - length).unwrap_or(0);
            start.to_bits() & mask == address.to_bits() & mask
        }),
    }
}

const LOOPBACK: [&str; 5] = ["127.0.0.0/8", "::1/128", "198.18.0.0/15", "0.0.0.0/32", "::/128"];

const LOCAL: [&str; 11] = [
    "10.0.0.0/8",
    "100.64.0.0/10",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "169.254.0.0/16",
    "0.0.0.0/8",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "2001:db8::/32",
    "3fff::/20",
];
