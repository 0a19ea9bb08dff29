//! Random scenarios: pages that do everything CORS has a say in, and servers that answer well, nearly
//! well, and badly.
//!
//! Each scenario keeps to its own URLs, `/s/<id>/…`, and where a browser remembers something of a host, to
//! hosts of its own, so that what one leaves behind is nothing to the next.

mod around;
mod generator;
mod kind;
mod loopback;

pub use self::generator::generate;
pub use self::kind::Kind;
