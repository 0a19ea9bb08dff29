//! Whether a page may reach a host, by how close to the user it is.

pub(in crate::agent) mod access;
