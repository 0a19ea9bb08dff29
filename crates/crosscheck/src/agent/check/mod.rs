//! The standard's checks: verdicts on a request or an answer, which send nothing.

mod confirmation_sniff;
pub(in crate::agent) mod cors;
pub(in crate::agent) mod embedder_policy;
pub(in crate::agent) mod mime_type;
pub(in crate::agent) mod preflight;
pub(in crate::agent) mod resource_policy;
pub(in crate::agent) mod safelist;
pub(in crate::agent) mod timing;
