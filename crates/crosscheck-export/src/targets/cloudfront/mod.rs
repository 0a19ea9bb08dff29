//! Amazon CloudFront.

mod export;
mod fix;
mod import;

pub(crate) use export::export;
pub(crate) use fix::write;
pub(crate) use import::import;
