//! Origins: what a request presents, what a list's entry covers, and sets of both.

mod exact;
mod mistaken;
#[cfg(feature = "prove")]
mod overlap;
mod parts;
mod pattern;
mod set;

pub(crate) use parts::OriginParts;
#[cfg(feature = "prove")]
pub(crate) use parts::default_port;
pub(crate) use pattern::ANY_PORT;
pub(crate) use pattern::Entry;
pub(crate) use pattern::OriginPattern;
pub(crate) use pattern::Reach;
pub(crate) use set::OriginSet;
