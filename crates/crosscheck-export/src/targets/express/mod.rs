//! Express.

mod import;

pub(crate) use import::import;
