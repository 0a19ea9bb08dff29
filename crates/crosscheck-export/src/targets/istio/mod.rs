//! Istio.

mod import;

pub(crate) use import::import;
