//! Django.

mod import;

pub(crate) use import::import;
