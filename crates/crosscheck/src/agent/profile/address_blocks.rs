//! Blocks of addresses, and which of them browsers take for the user's own.

use core::fmt;
use core::net::IpAddr;
use core::net::Ipv4Addr;
use core::net::Ipv6Addr;

/// A block of addresses: those that begin with the same bits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct AddressBlock {
    start: IpAddr,
    length: u32,
}

impl AddressBlock {
    const fn v4(start: [u8; 4], length: u32) -> Self {
        let [a, b, c, d] = start;
        Self { start: IpAddr::V4(Ipv4Addr::new(a, b, c, d)), length }
    }

    const fn v6(start: u128, length: u32) -> Self {
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
    ///     Profile::SPEC.loopback_addresses().iter().any(|block| block.contains(address))
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

pub(super) const LOOPBACK: &[AddressBlock] = &[
    AddressBlock::v4([127, 0, 0, 0], 8),
    AddressBlock::v6(1, 128),
    AddressBlock::v4([198, 18, 0, 0], 15),
    AddressBlock::v4([0, 0, 0, 0], 32),
    AddressBlock::v6(0, 128),
];

/// Without the block that is for benchmarks.
pub(super) const LOOPBACK_BUT_BENCHMARKS: &[AddressBlock] = &[
    AddressBlock::v4([127, 0, 0, 0], 8),
    AddressBlock::v6(1, 128),
    AddressBlock::v4([0, 0, 0, 0], 32),
    AddressBlock::v6(0, 128),
];

pub(super) const LOCAL: &[AddressBlock] = &[
    AddressBlock::v4([10, 0, 0, 0], 8),
    AddressBlock::v4([100, 64, 0, 0], 10),
    AddressBlock::v4([172, 16, 0, 0], 12),
    AddressBlock::v4([192, 168, 0, 0], 16),
    AddressBlock::v4([169, 254, 0, 0], 16),
    AddressBlock::v4([0, 0, 0, 0], 8),
    AddressBlock::v6(0xfc00 << 112, 7),
    AddressBlock::v6(0xfe80 << 112, 10),
    // Given up, and for examples.
    AddressBlock::v6(0xfec0 << 112, 10),
    AddressBlock::v6(0x2001_0db8 << 96, 32),
    AddressBlock::v6(0x3fff << 112, 20),
];

/// Without the last three.
pub(super) const LOCAL_BUT_RESERVED: &[AddressBlock] = LOCAL.split_at(LOCAL.len() - 3).0;
