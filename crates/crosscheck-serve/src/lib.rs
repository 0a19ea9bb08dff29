//! A whole gateway from its file: started, tended, watched, and shown to whoever runs it.
//!
//! A [`Plan`] is what a file says, checked: the servers behind, where it listens, which policies are in
//! force. [`Running::start`] opens what it needs, and [`Running::serve`] serves until it is asked to stop;
//! meanwhile the policies are read again on request, and a mistake changes nothing. What it has to tell
//! are [`Event`]s. Whoever runs it looks at the [`admin`] listener.
//!
//! # What this crate does not do
//! It holds no rule of CORS and no byte of a request: `crosscheck` decides, `crosscheck-gateway` forwards. It
//! hears no signal and writes to no terminal: that is the program's.
#![forbid(unsafe_code)]
#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]

mod access_log;
pub mod admin;
mod certificates;
mod development_proxy;
mod event;
mod failure;
mod observers;
mod plan;
mod policies;
mod refused_log;
mod running;
mod settings;
mod tally;
mod tenant_tables;
mod tenants;
mod tenants_watch;
mod time_stamp;

pub use access_log::AccessLog;
pub use development_proxy::ProxyError;
pub use development_proxy::development_proxy;
pub use event::Event;
pub use event::Tell;
pub use failure::ServeError;
pub use plan::Overrides;
pub use plan::Plan;
pub use refused_log::refused_log;
pub use running::Running;
pub use running::Watching;
pub use tally::RefusedOrigin;
pub use tally::Tally;
pub use tenants::Tenants;
