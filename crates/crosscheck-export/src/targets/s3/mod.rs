//! Amazon S3.

mod import;

pub(crate) use import::import;
