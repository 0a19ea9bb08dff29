//! The server behind the gateway: where it is, and the connections to it.

pub(crate) mod address;
pub(crate) mod connection;
pub(crate) mod pool;
pub(crate) mod quiet_waker;

pub use address::Upstream;
pub use address::UpstreamError;
