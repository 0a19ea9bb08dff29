//! Cookies, as far as they decide what a cross-origin request carries.

mod date;
pub(in crate::agent) mod jar;
