//! What works today and breaks tomorrow: a look at an exchange that went well, or did not.
//!
//! Owns a table of [`Check`]s, each a pure function over an [`Exchange`]. Sends nothing and refuses
//! nothing: whether a page may read is [`crate::agent`]'s verdict.

mod answers;
mod check;
mod exchange;
mod surroundings;

pub use check::Check;
pub use check::Finding;
pub use check::Severity;
pub use check::audit;
pub use exchange::Exchange;
pub use exchange::Message;
