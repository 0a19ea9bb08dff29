//! tower-http's layer, beside our own.

mod export;

pub(crate) use export::export;
