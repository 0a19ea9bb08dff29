//! Flask.

mod import;

pub(crate) use import::import;
