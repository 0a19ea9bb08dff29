//! The least that a server needs to let one refused request through. One file for each server.
//!
//! Every text that goes into a patch was checked by [`RequiredHeaders`](crosscheck::diagnosis::RequiredHeaders): letters
//! that mean nothing to any of these syntaxes. So nothing is escaped here but dots and brackets,
//! where a pattern would read them.
//!
//! Run by tests with real browsers: nginx, Apache, Caddy, HAProxy, Envoy, Express, FastAPI (and so
//! Starlette), Flask, Django, Rails, Go; with every engine over real HTTP: axum, actix-web; our own
//! policy is checked for findings. Never run, for their servers cannot be had where the tests are:
//! Spring, ASP.NET Core, S3.

mod actix;
mod apache;
mod asp_net;
mod axum;
mod caddy;
mod crosscheck_policy;
mod django;
mod envoy;
mod every_server;
mod express;
mod flask;
mod go;
mod haproxy;
mod nginx;
mod patch;
mod rails;
mod s3;
mod spring;
mod starlette;

pub use every_server::fix;
pub use patch::Fix;
pub use patch::Part;
