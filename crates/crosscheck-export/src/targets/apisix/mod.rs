//! Apache APISIX.

mod export;
mod fix;

pub(crate) use export::export;
pub(crate) use fix::write;
