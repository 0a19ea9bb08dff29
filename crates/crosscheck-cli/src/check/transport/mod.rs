//! One message over one connection: names, TCP, TLS, HTTP/1.1 or HTTP/2. Everything is bounded.

mod connection;
mod failure;
mod resolver;
mod spelling;
mod tls;

use std::time::Duration;

pub(super) use connection::Answered;
pub(super) use connection::Transport;
pub(super) use failure::TransportError;
pub(super) use resolver::Resolver;

/// How long things may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// Until a connection stands, TLS included.
    pub(super) connect: Duration,
    /// For everything together.
    pub(super) whole: Duration,
}
