//! Envoy.

mod import;

pub(crate) use import::import;
pub(crate) use import::read_policy;
