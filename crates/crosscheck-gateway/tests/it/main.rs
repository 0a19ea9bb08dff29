//! The gateway over real loopback sockets: a client, the gateway, an upstream, all in one process.

mod bodies;
mod cors;
mod failures;
mod hops;
mod peers;
mod running;
