//! IIS, with its CORS module.

mod fix;

pub(crate) use fix::write;
