//! What can be said of a scenario: every browser's verdict, the least policy, the patch for a server.

mod example;
mod example_parts;
mod examples;
mod examples_of_checks;
mod judge;
mod least_policy;
mod observations;
mod patch;
mod read;
mod trace;
mod written_policies;

pub use example::Example;
pub use example::Why;
pub use examples::example;
pub use judge::Judgement;
pub use judge::check;
pub use judge::judge;
pub use patch::Patch;
pub use patch::Wanted;
pub use patch::patch;
pub use patch::servers;
pub use read::read_scenario;
pub use trace::Trace;
pub use trace::TraceStep;
pub use trace::trace;
