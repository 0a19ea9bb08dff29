//! Whole exchanges: a page that runs steps against servers, and the record of what came of it.
//!
//! The shapes are those of the recorded browsers: one [`Scenario`] in, one [`Record`] out, so a
//! record made by the engine and one made by a browser can be held side by side. With the `serde`
//! feature `read` takes a scenario as somebody wrote it: what is misspelt is an error with its place.
//!
//! # What is read and not played yet
//! Every member of a recorded scenario has its place in these types. Of some the engine makes
//! nothing yet: the record is what it would be without them. This is the whole list, and
//! [`Scenario::warnings`] names each where it is given:
//!
//! - of a scenario's `page_headers` all but `Referrer-Policy`, `Cross-Origin-Embedder-Policy`,
//!   `Document-Isolation-Policy`, and of `Content-Security-Policy` `upgrade-insecure-requests` and
//!   `block-all-mixed-content`;
//! - of a step `activateAfter`;
//! - of a route `delay_ms`.

mod asked;
mod clients;
mod compare;
mod console;
mod context;
mod cookie_step;
mod evaluation;
mod play;
#[cfg(feature = "serde")]
mod read;
mod record;
mod route;
mod script;
mod server;
mod settings;
mod small_file;
mod warning;
#[cfg(feature = "serde")]
mod write;

pub use compare::Disagreement;
pub use compare::compare;
pub use compare::console_agrees;
pub use context::Context;
pub use context::ContextError;
pub use play::Event;
pub use play::Player;
pub use play::play;
#[cfg(feature = "serde")]
pub use read::Problem;
#[cfg(feature = "serde")]
pub use read::ReadError;
#[cfg(feature = "serde")]
pub use read::ScenarioError;
#[cfg(feature = "serde")]
pub use read::ScenarioErrors;
#[cfg(feature = "serde")]
pub use read::read;
pub use record::HeaderTexts;
pub use record::Record;
pub use record::StepRecord;
pub use record::WireRequest;
pub use route::HeaderCondition;
pub use route::HeaderLine;
pub use route::Route;
pub use script::Body;
pub use script::Scenario;
pub use script::Step;
pub use server::Answer;
pub use server::ScriptedServer;
pub use server::Server;
pub use settings::PermissionState;
pub use settings::Permissions;
pub use settings::Settings;
pub use settings::ThirdPartyCookies;
pub use small_file::small_file;
pub use warning::Warning;
