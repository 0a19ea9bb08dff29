//! What a browser keeps of answers.

pub(in crate::agent) mod preflight;
