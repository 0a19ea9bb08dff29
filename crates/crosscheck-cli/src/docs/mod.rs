//! `crosscheck docs`: a page for every name that `explain` knows, as files that need no server.
//!
//! Owns how pages look. Their texts are those of [`crate::explain`], from the same tables; the lab
//! serves the same pages under `/docs/`.

mod command;
mod page;
mod site;
mod words;

pub(crate) use command::Arguments;
pub(crate) use command::run;
pub(crate) use site::Links;
pub(crate) use site::files;
