//! Express.

mod export;
mod fix;
mod import;

pub(crate) use export::export;
pub(crate) use fix::write;
pub(crate) use import::CORS;
pub(crate) use import::Dialect;
pub(crate) use import::import;
pub(crate) use import::paths_before;
pub(crate) use import::read;
