//! Caddy.

mod blocks;
mod export;
mod expressions;
mod fix;
mod import;
mod matchers;
mod placeholders;

pub(crate) use export::export;
pub(crate) use fix::write;
pub(crate) use import::import;
