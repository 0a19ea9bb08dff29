//! `rs/cors` for Go, beside our own handler.

mod export;

pub(crate) use export::export;
