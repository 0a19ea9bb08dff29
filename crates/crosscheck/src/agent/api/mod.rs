//! How each API and element sets up its request.

pub(in crate::agent) mod set_up;
mod xhr_charset;
