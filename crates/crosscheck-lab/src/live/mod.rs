//! Any scenario, played for real: by servers on this machine, in the visitor's own browser.
//!
//! A scenario is moved here first ([`relocate`]): its origins become the lab's, and what could reach
//! beyond the run is left out. Servers then answer by its rules to the byte ([`server`]) and write down
//! what they hear ([`runs`]), while the engine predicts it from the same scenario ([`prediction`]).

mod names;
mod places;
mod prediction;
mod relocate;
mod runs;
mod server;

pub(super) use places::Places;
pub(super) use runs::Asked;
pub(super) use runs::Runs;
pub(super) use server::serve;
