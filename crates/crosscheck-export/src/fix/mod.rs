//! The least that a server needs to let one refused request through. One file for each server.
//!
//! Every text that goes into a patch was checked by [`RequiredHeaders`](crosscheck::diagnosis::RequiredHeaders): letters
//! that mean nothing to any of these syntaxes. So nothing is escaped here but dots and brackets,
//! where a pattern would read them.
//!
//! What runs them in tests, if anything does, [`Fix::run_by`] tells: with
//! real browsers nearly all, with every engine over real HTTP axum and actix-web; our own policy is checked
//! for findings. Those whose servers cannot be had where the tests are were never run.

mod crosscheck_policy;
mod embed;
mod every_server;
mod in_chinese;
pub(crate) mod js_options;
mod min_io;
pub(crate) mod names;
pub(crate) mod patch;
mod places;
pub(crate) mod script;
mod shares;
mod vite;
pub(crate) mod yaml_options;

pub use every_server::fix;
pub use every_server::fix_all;
pub use in_chinese::in_chinese;
pub use patch::Fix;
pub use patch::Part;
