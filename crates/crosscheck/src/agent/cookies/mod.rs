//! Cookies, as far as they decide what a cross-origin request carries.

mod cookie;
pub(in crate::agent) mod issue;
pub(in crate::agent) mod jar;
mod same_site;
pub(in crate::agent) mod situation;
