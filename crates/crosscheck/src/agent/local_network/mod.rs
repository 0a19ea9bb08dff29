//! How close to the user a host is, and whether a page may reach it.

pub(in crate::agent) mod access;
pub(in crate::agent) mod address_space;
