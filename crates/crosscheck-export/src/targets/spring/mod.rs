//! Spring.

mod import;

pub(crate) use import::import;
