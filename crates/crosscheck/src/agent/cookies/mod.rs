//! Cookies, as far as they decide what a cross-origin request carries.

pub(in crate::agent) mod cookie;
pub(in crate::agent) mod issue;
pub(in crate::agent) mod jar;
pub(in crate::agent) mod situation;
