//! Whether a request goes out over TLS: what is upgraded, and what is refused as mixed content.

pub(in crate::agent) mod hsts;
pub(in crate::agent) mod mixed_content;
pub(in crate::agent) mod trustworthy;
