//! A reverse proxy that puts correct CORS in front of any API.
//!
//! A request passes five phases, each a file of its own:
//!
//! 1. **accept** (`accept.rs`): a connection, its limits in bytes and time;
//! 2. **match policy** (`policies.rs`): which policy speaks for this path, if any;
//! 3. **decide** (`decide.rs`): what the policy says; a preflight ends here;
//! 4. **forward** (`forward.rs`): the request to the upstream, bodies streamed both ways;
//! 5. **edit answer** (`answer.rs`): the upstream's own CORS headers out, the decided ones in, on
//!    every answer, this gateway's own errors included.
//!
//! Owns transport. Knows no rule of CORS: those are [`crosscheck::server`]'s.
//!
//! # Example
//! ```no_run
//! use crosscheck::server::{Config, Policy};
//! use crosscheck_gateway::{Gateway, Upstream, run};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let policy = Policy::new(&Config {
//!     origins: vec!["https://app.example".into()],
//!     ..Config::default()
//! })?;
//! let gateway = Gateway::new(policy, Upstream::parse("http://127.0.0.1:9000")?);
//! let listener = crosscheck_gateway::listen("127.0.0.1:8080".parse()?)?;
//! run(gateway, listener)?;
//! # Ok(()) }
//! ```

mod accept;
mod answer;
mod decide;
mod forward;
mod gateway;
mod observer;
mod policies;
mod run;
mod upstream;

pub use accept::serve;
pub use gateway::AnswerBody;
pub use gateway::Gateway;
pub use observer::AnsweredBy;
pub use observer::Exchange;
pub use observer::Observer;
pub use policies::Policies;
pub use run::listen;
pub use run::run;
pub use upstream::Upstream;
pub use upstream::UpstreamError;
