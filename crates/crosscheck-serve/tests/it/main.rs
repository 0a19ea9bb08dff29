//! A gateway from its file, over real sockets on loopback: a page, the gateway, servers behind it, and whoever
//! runs it.

#[cfg(unix)]
mod listening;
mod peers;
mod running;
mod shown;
mod tls;
