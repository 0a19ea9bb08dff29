//! Origins: what a request presents, what a list's entry covers, and sets of both.

mod exact;
mod mistaken;
mod network;
#[cfg(feature = "prove")]
mod overlap;
mod parts;
mod pattern;
mod set;

pub(crate) use network::address;
pub(crate) use network::mask;
pub(crate) use parts::OriginParts;
pub(crate) use parts::default_port;
pub(crate) use parts::port_number;
pub(crate) use pattern::ANY_PORT;
pub(crate) use pattern::Entry;
pub use pattern::OriginPattern;
pub use pattern::Reach;
pub(crate) use set::OriginSet;
