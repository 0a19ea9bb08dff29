//! `rs/cors` for Go, beside our own handler.

mod export;
mod import;

pub(crate) use export::export;
pub(crate) use import::import;
