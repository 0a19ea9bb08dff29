//! Amazon S3.

mod export;
mod fix;
mod import;
mod xml;

pub(crate) use export::export;
pub(crate) use export::in_json_of_s3;
pub(crate) use fix::rules;
pub(crate) use fix::write;
pub(crate) use import::import;
