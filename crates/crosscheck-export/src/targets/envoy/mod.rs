//! Envoy.

mod fix;
mod import;

pub(crate) use fix::write;
pub(crate) use import::import;
pub(crate) use import::read_policy;
