//! What works today and breaks tomorrow: a look at an exchange that went well, or did not.
//!
//! Owns a table of [`Check`]s, each a pure function over an [`Exchange`]. Sends nothing and refuses
//! nothing: whether a page may read is [`crate::agent`]'s verdict. Whoever asks live servers writes down
//! a [`Transcript`] for each browser.

mod answers;
mod check;
mod exchange;
mod surroundings;
mod transcript;

pub use check::Check;
pub use check::Finding;
pub use check::Severity;
pub use check::audit;
pub use exchange::Exchange;
pub use exchange::Message;
pub use transcript::Answered;
pub use transcript::End;
pub use transcript::Exchanged;
pub use transcript::NoAnswer;
pub use transcript::Source;
pub use transcript::Transcript;
pub use transcript::Unanswered;
pub use transcript::Verdict;
pub use transcript::Via;
pub use transcript::audit_all;
