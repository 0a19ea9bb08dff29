//! What a document's headers and elements say of its own requests: whom they tell of it, what it
//! embeds, what becomes of insecure ones.

pub(in crate::agent) mod embedder;
pub(in crate::agent) mod insecure_requests;
pub(in crate::agent) mod referrer;
