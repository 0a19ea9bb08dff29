//! Apache.

mod expressions;
mod import;

pub(crate) use import::import;
