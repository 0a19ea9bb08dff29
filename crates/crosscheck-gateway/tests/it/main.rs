//! The gateway over real loopback sockets: a client, the gateway, an upstream, all in one process.

mod backends;
mod bodies;
mod connections;
mod cors;
mod failures;
mod framing;
mod hops;
mod hostile_upstream;
mod http2;
mod peers;
mod raw;
mod running;
mod tls;
mod unused;
mod websockets;
