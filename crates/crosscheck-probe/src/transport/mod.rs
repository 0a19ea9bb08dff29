//! One message over one connection: names, TCP, TLS, HTTP/1.1 or HTTP/2. Everything is bounded.

mod connection;
mod failure;
mod limits;
mod resolver;
mod spelling;
mod tls;

use std::time::Duration;

pub use connection::Transport;
pub(crate) use failure::TransportError;
pub use resolver::Resolver;
pub use tls::RootsError;

/// How long things may take.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "a record that is written as a literal")]
pub struct Patience {
    /// Until a connection stands, TLS included.
    pub connect: Duration,
    /// For everything together.
    pub whole: Duration,
}
