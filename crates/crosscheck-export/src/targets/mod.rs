//! One module a server: all that is known of it.

pub(crate) mod apache;
pub(crate) mod caddy;
pub(crate) mod haproxy;
pub(crate) mod nginx;
