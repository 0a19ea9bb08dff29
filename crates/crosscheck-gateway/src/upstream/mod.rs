//! The server behind the gateway: where it is, and the connections to it.

pub(crate) mod address;
pub(crate) mod carrier;
pub(crate) mod http1;
pub(crate) mod http2;
pub(crate) mod pool;

pub use address::Upstream;
pub use address::UpstreamError;
