//! Where a host is: on this machine, in the network around it, or anywhere.

use core::fmt;
use core::net::IpAddr;
use core::net::Ipv4Addr;
use core::net::Ipv6Addr;

use crate::agent::profile::Profile;

/// Who can reach a host. The order is from the fewest to everybody.
///
/// Spec: <https://wicg.github.io/local-network-access/#ip-address-space-heading>
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_enums, reason = "the standard closes the set")]
pub enum AddressSpace {
    /// This machine.
    Loopback,
    /// The network around it.
    Local,
    /// Everybody.
    Public,
}

impl AddressSpace {
    /// Where an address is, in the eyes of a browser.
    ///
    /// Spec: <https://wicg.github.io/local-network-access/#determine-the-ip-address-space>
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::{AddressSpace, Profile};
    ///
    /// let of = |address: &str| AddressSpace::of(address.parse().unwrap(), &Profile::CHROMIUM);
    /// assert_eq!(of("127.0.0.1"), AddressSpace::Loopback);
    /// assert_eq!(of("192.168.0.7"), AddressSpace::Local);
    /// assert_eq!(of("8.8.8.8"), AddressSpace::Public);
    /// ```
    pub fn of(address: IpAddr, profile: &Profile) -> Self {
        let address = address.to_canonical();
        let is_in = |blocks: &[AddressBlock]| blocks.iter().any(|block| block.contains(address));
        if is_in(profile.loopback_addresses) {
            Self::Loopback
        } else if is_in(profile.local_addresses) {
            Self::Local
        } else {
            Self::Public
        }
    }

    /// The space that has a name.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::AddressSpace;
    ///
    /// assert_eq!(AddressSpace::named("loopback"), Some(AddressSpace::Loopback));
    /// assert_eq!(AddressSpace::named("private"), None, "Chromium's word for it once");
    /// ```
    pub fn named(name: &str) -> Option<Self> {
        [Self::Loopback, Self::Local, Self::Public].into_iter().find(|space| space.name() == name)
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

/// A block of addresses: those that begin with the same bits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct AddressBlock {
    start: IpAddr,
    length: u32,
}

impl AddressBlock {
    pub(in crate::agent) const fn v4(start: [u8; 4], length: u32) -> Self {
        let [a, b, c, d] = start;
        Self { start: IpAddr::V4(Ipv4Addr::new(a, b, c, d)), length }
    }

    pub(in crate::agent) const fn v6(start: u128, length: u32) -> Self {
        Self { start: IpAddr::V6(Ipv6Addr::from_bits(start)), length }
    }

    /// Whether an address is one of them.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::Profile;
    ///
    /// let own = |address: &str| {
    ///     let address = address.parse().unwrap();
    ///     Profile::SPEC.loopback_addresses.iter().any(|block| block.contains(address))
    /// };
    /// assert!(own("127.7.7.7") && own("::1"));
    /// assert!(!own("128.0.0.1"));
    /// ```
    pub fn contains(self, address: IpAddr) -> bool {
        match (self.start, address) {
            (IpAddr::V4(start), IpAddr::V4(address)) => {
                let mask = u32::MAX.checked_shl(32 - self.length).unwrap_or(0);
                start.to_bits() == address.to_bits() & mask
            }
            (IpAddr::V6(start), IpAddr::V6(address)) => {
                let mask = u128::MAX.checked_shl(128 - self.length).unwrap_or(0);
                start.to_bits() == address.to_bits() & mask
            }
            _ => false,
        }
    }
}

/// As people write it: `192.168.0.0/16`.
impl fmt::Display for AddressBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.start, self.length)
    }
}

impl fmt::Debug for AddressBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

/// The blocks of the address spaces.
///
/// Spec: <https://wicg.github.io/local-network-access/#ip-address-space-heading>
pub(in crate::agent) mod blocks {
    use super::AddressBlock;

    pub(in crate::agent) const LOOPBACK: &[AddressBlock] = &[
        AddressBlock::v4([127, 0, 0, 0], 8),
        AddressBlock::v6(1, 128),
        AddressBlock::v4([198, 18, 0, 0], 15),
        AddressBlock::v4([0, 0, 0, 0], 32),
        AddressBlock::v6(0, 128),
    ];

    /// Without the block that is for benchmarks.
    pub(in crate::agent) const LOOPBACK_BUT_BENCHMARKS: &[AddressBlock] = &[
        AddressBlock::v4([127, 0, 0, 0], 8),
        AddressBlock::v6(1, 128),
        AddressBlock::v4([0, 0, 0, 0], 32),
        AddressBlock::v6(0, 128),
    ];

    pub(in crate::agent) const LOCAL: &[AddressBlock] = &[
        AddressBlock::v4([10, 0, 0, 0], 8),
        AddressBlock::v4([100, 64, 0, 0], 10),
        AddressBlock::v4([172, 16, 0, 0], 12),
        AddressBlock::v4([192, 168, 0, 0], 16),
        AddressBlock::v4([169, 254, 0, 0], 16),
        AddressBlock::v4([0, 0, 0, 0], 8),
        AddressBlock::v6(0xfc00 << 112, 7),
        AddressBlock::v6(0xfe80 << 112, 10),
        AddressBlock::v6(0xfec0 << 112, 10),
        AddressBlock::v6(0x2001_0db8 << 96, 32),
        AddressBlock::v6(0x3fff << 112, 20),
    ];

    /// Without the blocks that are given up, or for examples.
    pub(in crate::agent) const LOCAL_BUT_RESERVED: &[AddressBlock] = &[
        AddressBlock::v4([10, 0, 0, 0], 8),
        AddressBlock::v4([100, 64, 0, 0], 10),
        AddressBlock::v4([172, 16, 0, 0], 12),
        AddressBlock::v4([192, 168, 0, 0], 16),
        AddressBlock::v4([169, 254, 0, 0], 16),
        AddressBlock::v4([0, 0, 0, 0], 8),
        AddressBlock::v6(0xfc00 << 112, 7),
        AddressBlock::v6(0xfe80 << 112, 10),
    ];
}
