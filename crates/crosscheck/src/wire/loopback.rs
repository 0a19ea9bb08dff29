//! The user's own machine, by name.

use core::net::Ipv4Addr;

/// Whether a host is this machine by its very name, which no network can pretend to be.
///
/// In: a host as in an origin, an IPv6 address in brackets.
///
/// Spec: <https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy>
///
/// # Example
/// ```
/// use crosscheck::wire::is_loopback;
///
/// assert!(is_loopback("localhost") && is_loopback("127.0.0.1") && is_loopback("[::1]"));
/// assert!(!is_loopback("localhost.example"));
/// ```
#[inline(never)]
pub fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host.ends_with(".localhost")
        || host == "[::1]"
        || host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}
