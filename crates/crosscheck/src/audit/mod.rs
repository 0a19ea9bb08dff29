//! What works today and breaks tomorrow: a look at an exchange that went well, or did not.
//!
//! Owns a pure function over an [`Exchange`] for each [`Check`](crate::catalog::Check). Sends nothing
//! and refuses nothing: whether a page may read is [`crate::agent`]'s verdict. Whoever asks live servers
//! writes down a [`Transcript`] for each browser.

mod after_image;
mod answerers;
mod answers;
mod context;
mod exchange;
mod lookalikes;
mod observation;
mod others;
mod probes;
mod transcript;

pub use after_image::AfterImage;
pub use answerers::who_answered;
pub use exchange::Exchange;
pub use exchange::Message;
pub use lookalikes::lookalikes;
pub use observation::Observation;
pub use observation::audit;
pub use probes::Probes;
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
