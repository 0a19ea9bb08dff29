//! The Kubernetes Gateway API.

mod import;

pub(crate) use import::import;
