//! What an element makes of an answer: whether it takes it, and what the page may do with it then.
//!
//! The fetch says what script could see of the answer; an element sees behind that, and shows the
//! page less.

mod access;
mod status;

pub use access::Access;
pub use access::Content;
pub use access::Seen;
pub use access::seen;
