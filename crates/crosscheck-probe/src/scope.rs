//! How far whoever asks may go.

use std::net::IpAddr;

use crosscheck::agent::HttpRequest;

/// What may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scope {
    /// What the user of the command line says.
    Anything,
    /// GET, HEAD and preflights; to this machine anything. Never a cookie.
    ReadOnly,
}

impl Scope {
    /// Whether a message may go to a host with these addresses.
    pub fn allows(self, message: &HttpRequest, addresses: &[IpAddr]) -> bool {
        let looks = matches!(message.method.as_str(), "GET" | "HEAD") || message.is_preflight;
        let is_here =
            !addresses.is_empty() && addresses.iter().all(|a| a.to_canonical().is_loopback());
        self == Self::Anything || looks || is_here
    }
}
