//! What a browser keeps of answers.

pub(in crate::agent) mod http;
pub(in crate::agent) mod preflight;
pub(in crate::agent) mod preload;
mod preload_kind;
