//! Envoy.

mod fix;

pub(crate) use fix::write;
