//! Ranges of IPv4 addresses: how they are written, and which addresses they hold.
//!
//! An IPv6 address has many spellings, and nobody's pages are told apart by a range of them, so there are
//! none.

use alloc::format;
use core::net::Ipv4Addr;

use super::parts::default_port;
use super::parts::port_number;
use super::pattern::Misspelled;
use super::pattern::OriginPattern;
use super::pattern::Reach;
use super::pattern::misspelled;
use super::pattern::port_range;

/// Reads `http://192.168.0.0/16`, with ports or without; `None` if it is something else.
pub(super) fn parse_network(text: &str) -> Option<Result<OriginPattern, Misspelled>> {
    let (scheme, rest) = text.split_once("://")?;
    let (address, rest) = rest.split_once('/')?;
    let address: Ipv4Addr = address.parse().ok()?;
    let (bits, ports) = match rest.split_once(':') {
        Some((bits, ports)) => (bits, Some(ports)),
        None => (rest, None),
    };
    let is_number = !bits.is_empty() && bits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| read(scheme, address, bits, ports))
}

fn read(
    scheme: &str,
    address: Ipv4Addr,
    bits: &str,
    ports: Option<&str>,
) -> Result<OriginPattern, Misspelled> {
    let Some(own) = default_port(scheme.as_bytes()) else {
        return Err(misspelled("ranges of addresses are for `http` and `https`"));
    };
    let written = ports.map(|ports| format!(":{ports}")).unwrap_or_default();
    let Ok(bits @ 1..=31) = bits.parse() else {
        let suggestion = Some(format!("{scheme}://{address}{written}"));
        let reason = "a range has 1 to 31 fixed bits; one address needs no range";
        return Err(Misspelled { suggestion, ..misspelled(reason) });
    };
    let first = u32::from(address) & mask(bits);
    if first != u32::from(address) {
        let first = Ipv4Addr::from(first);
        let suggestion = Some(format!("{scheme}://{first}/{bits}{written}"));
        let reason = "a range is written by its first address";
        return Err(Misspelled { suggestion, ..misspelled(reason) });
    }
    let ports = match ports {
        None => (own, own),
        Some(ports) => match port_number(ports.as_bytes()) {
            Some(port) => (port, port),
            None => port_range(ports)?,
        },
    };
    let (scheme, base) = (scheme.into(), format!("{address}/{bits}"));
    Ok(OriginPattern { scheme, reach: Reach::Network { first, bits }, base, ports })
}

/// The bits that are fixed.
pub(crate) const fn mask(bits: u8) -> u32 {
    u32::MAX << (32 - bits as u32)
}

/// An address as browsers spell it.
pub(crate) fn address(host: &[u8]) -> Option<u32> {
    let host = core::str::from_utf8(host).ok()?;
    host.parse::<Ipv4Addr>().ok().map(u32::from)
}
