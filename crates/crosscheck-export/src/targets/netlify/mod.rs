//! Netlify, by its file `_headers`.

mod export;
mod fix;
mod import;

pub(crate) use export::block;
pub(crate) use export::export;
pub(crate) use fix::write;
pub(crate) use import::blocks;
pub(crate) use import::import;
