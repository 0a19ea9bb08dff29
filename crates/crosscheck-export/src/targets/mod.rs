//! One module a server: all that is known of it.

pub(crate) mod actix;
pub(crate) mod apache;
pub(crate) mod axum;
pub(crate) mod caddy;
pub(crate) mod cloudflare;
pub(crate) mod django;
pub(crate) mod envoy;
pub(crate) mod express;
pub(crate) mod fastify;
pub(crate) mod flask;
pub(crate) mod gateway_api;
pub(crate) mod gcs;
pub(crate) mod go;
pub(crate) mod haproxy;
pub(crate) mod hono;
pub(crate) mod ingress_nginx;
pub(crate) mod istio;
pub(crate) mod kong;
pub(crate) mod nest_js;
pub(crate) mod nginx;
pub(crate) mod php;
pub(crate) mod r2;
pub(crate) mod rails;
pub(crate) mod s3;
pub(crate) mod starlette;
pub(crate) mod traefik;
