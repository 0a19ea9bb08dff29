//! Where a host is: on this machine, in the network around it, or anywhere.

use core::net::IpAddr;
use core::net::Ipv4Addr;
use core::net::Ipv6Addr;

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

/// Whether a host is this machine by its very name.
pub(super) fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.ends_with(".localhost") || host == "127.0.0.1" || host == "[::1]"
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
