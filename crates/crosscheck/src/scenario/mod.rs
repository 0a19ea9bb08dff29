//! Whole exchanges: a page that runs steps against servers, and the record of what came of it.
//!
//! The shapes are those of the recorded browsers: one [`Scenario`] in, one [`Record`] out, so a
//! record made by the engine and one made by a browser can be held side by side.

mod compare;
mod console;
mod play;
mod record;
mod script;
mod server;

pub use compare::Disagreement;
pub use compare::compare;
pub use compare::console_agrees;
pub use play::Event;
pub use play::Player;
pub use play::play;
pub use play::seen;
pub use play::set_up;
pub use record::Record;
pub use record::StepRecord;
pub use record::WireRequest;
pub use script::Body;
pub use script::Rule;
pub use script::Scenario;
pub use script::Step;
pub use server::Answer;
pub use server::ScriptedServer;
pub use server::Server;
