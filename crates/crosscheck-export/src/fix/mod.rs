//! The least that a server needs to let one refused request through. One file for each server.
//!
//! Every text that goes into a patch was checked by [`RequiredHeaders`](crosscheck::diagnosis::RequiredHeaders): letters
//! that mean nothing to any of these syntaxes. So nothing is escaped here but dots and brackets,
//! where a pattern would read them.
//!
//! What runs them in tests, if anything does, [`Fix::run_by`] tells: with
//! real browsers nearly all, with every engine over real HTTP axum and actix-web; our own policy is checked
//! for findings. Those whose servers cannot be had where the tests are were never run.

mod actix;
mod asp_net;
mod axum;
mod cloudfront;
mod crosscheck_policy;
mod embed;
mod every_server;
mod gateway_api;
mod gcs;
mod in_chinese;
mod ingress_nginx;
mod istio;
pub(crate) mod js_options;
mod kong;
mod min_io;
pub(crate) mod names;
mod next_js;
pub(crate) mod patch;
mod php;
mod places;
mod r2;
mod s3;
pub(crate) mod script;
mod shares;
mod spring;
mod traefik;
mod vite;
mod yaml_options;

pub use every_server::fix;
pub use every_server::fix_all;
pub use in_chinese::in_chinese;
pub use patch::Fix;
pub use patch::Part;
