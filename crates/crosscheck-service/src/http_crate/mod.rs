//! Requests and answers as version 1 of the crate `http` has them, as `crosscheck` reads and writes them.
//!
//! Owns how headers are looked up and put. Chooses nothing.

mod answer;
mod chosen;
mod head;
mod is_of_cors;
mod line;
mod prepared;

pub use answer::edit_answer;
pub use chosen::Chosen;
pub use head::HttpHead;
pub(crate) use prepared::Prepared;
