//! The HTTP cache: answers kept for whoever asks for the same thing again, as RFC 9111 lets a browser.

pub(in crate::agent) mod directives;
pub(in crate::agent) mod freshness;
mod packed;
pub(in crate::agent) mod range;
pub(in crate::agent) mod store;
pub(in crate::agent) mod stored_response;
