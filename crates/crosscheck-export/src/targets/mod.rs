//! One module a server: all that is known of it.

pub(crate) mod apache;
pub(crate) mod caddy;
pub(crate) mod cloudflare;
pub(crate) mod django;
pub(crate) mod envoy;
pub(crate) mod express;
pub(crate) mod fastify;
pub(crate) mod flask;
pub(crate) mod go;
pub(crate) mod haproxy;
pub(crate) mod hono;
pub(crate) mod nest_js;
pub(crate) mod nginx;
pub(crate) mod rails;
pub(crate) mod starlette;
