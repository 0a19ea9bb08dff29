//! The gateway over real loopback sockets: a client, the gateway, an upstream, all in one process.

mod backends;
mod bodies;
mod connections;
mod cors;
mod events;
mod expect;
mod failures;
mod framing;
mod hops;
mod hostile_upstream;
mod http2;
mod http2_rules;
mod http2_upstream;
mod memory;
mod peers;
mod plain;
mod plain_answers;
mod plain_order;
mod proxy_protocol;
mod raw;
mod running;
mod tls;
#[cfg(unix)]
mod unix_sockets;
mod unrest;
mod unused;
mod watching;
mod websocket_streams;
mod websockets;
