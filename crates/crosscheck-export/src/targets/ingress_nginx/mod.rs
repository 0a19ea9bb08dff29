//! ingress-nginx.

mod import;

pub(crate) use import::import;
