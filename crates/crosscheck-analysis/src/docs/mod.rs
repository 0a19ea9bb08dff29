//! A page for every name that [`explain`](crate::explain) knows, as files that need no server.
//!
//! Owns how pages look. Their texts are those of [`crate::explain`], from the same tables.

mod guide;
mod links;
mod order;
mod page;
mod prose;
mod site;
mod words;

pub use links::Links;
pub use site::files;
