//! nginx.

mod blocks;
mod export;
mod fix;
mod import;
mod values;

pub(crate) use export::export;
pub(crate) use fix::write;
pub(crate) use import::import;
