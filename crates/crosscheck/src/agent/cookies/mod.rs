//! Cookies, as far as they decide what a cross-origin request carries.

pub(in crate::agent) mod date;
pub(in crate::agent) mod jar;
