//! A page for every name that [`explain`](crate::explain) knows, as files that need no server.
//!
//! Owns how pages look. Their texts are those of [`crate::explain`], from the same tables.

mod page;
mod site;
mod words;

pub use site::Links;
pub use site::files;
