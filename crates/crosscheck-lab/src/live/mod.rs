//! Any scenario, played for real: by servers on this machine, in the visitor's own browser.
//!
//! A scenario is moved here first ([`here`]): its origins become the lab's, and what could reach
//! beyond the run is left out. Servers then answer by its rules to the byte ([`server`]) and write down
//! what they hear ([`runs`]), while the engine foretells it from the same scenario ([`foretold`]).

mod foretold;
mod here;
mod runs;
mod server;

pub(super) use here::Places;
pub(super) use runs::Asked;
pub(super) use runs::Runs;
pub(super) use server::serve;
