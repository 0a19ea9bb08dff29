//! Requests and answers of `http` 1, as `crosscheck` reads and writes them.
//!
//! Owns how headers are looked up and put. Chooses nothing.

mod answer;
mod head;
mod names;
mod prepared;

pub use answer::edit_answer;
pub use head::HttpHead;
pub(crate) use prepared::Prepared;
