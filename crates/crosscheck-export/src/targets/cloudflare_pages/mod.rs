//! Cloudflare Pages, and Workers that serve files, by their file `_headers`.

mod export;
mod fix;
mod import;

pub(crate) use export::export;
pub(crate) use fix::write;
pub(crate) use import::import;
