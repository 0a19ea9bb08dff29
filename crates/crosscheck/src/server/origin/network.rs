//! Ranges of IPv4 addresses: which addresses they hold.
//!
//! An IPv6 address has many spellings, and nobody's pages are told apart by a range of them, so there are
//! none.

use core::net::Ipv4Addr;

/// The bits that are fixed.
pub(crate) const fn mask(bits: u8) -> u32 {
    u32::MAX << (32 - bits as u32)
}

/// An address as browsers spell it.
pub(crate) fn address(host: &[u8]) -> Option<u32> {
    let host = core::str::from_utf8(host).ok()?;
    host.parse::<Ipv4Addr>().ok().map(u32::from)
}
