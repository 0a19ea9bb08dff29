//! What works today and breaks tomorrow: a look at an exchange that went well, or did not.
//!
//! Owns a pure function over an [`Exchange`] for each [`Check`](crate::catalog::Check). Sends nothing
//! and refuses nothing: whether a page may read is [`crate::agent`]'s verdict.

mod answers;
mod context;
mod exchange;
mod observation;

pub use exchange::Exchange;
pub use exchange::Message;
pub use observation::Observation;
pub use observation::audit;
