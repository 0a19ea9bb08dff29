//! What a browser keeps of answers.

pub(in crate::agent) mod consumer;
pub(in crate::agent) mod hold;
pub(in crate::agent) mod http;
pub(in crate::agent) mod memory;
pub(in crate::agent) mod preflight;
pub(in crate::agent) mod preload;
pub(in crate::agent) mod preload_entry;
mod preload_kind;
pub(in crate::agent) mod resource;
pub(in crate::agent) mod resource_load;
