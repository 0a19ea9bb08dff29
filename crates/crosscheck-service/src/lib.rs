//! What a server holds of crosscheck while it runs.
//!
//! A [`Live`] is the place of the policy in force. It is replaced whole, by one atomic store; whoever
//! reads it takes no lock and keeps what it got until its answer has left. A successor can be put on
//! [trial](Live::put_on_trial): it is judged beside the policy in force, changes nothing, and
//! [`Deployed::differences`] counts where the two part, and why.
//!
//! # Example
//! ```
//! use crosscheck::server::{Config, Policy};
//! use crosscheck_service::Live;
//!
//! let strict = Config { origins: vec!["https://app.example".into()], ..Config::default() };
//! let wider = Config { origins: vec!["https://*.example.com".into()], ..Config::default() };
//! let live = Live::new(Policy::new(&strict)?);
//! let before = live.load();
//! live.deploy(Policy::new(&wider)?);
//! assert_ne!(before.policy().id(), live.load().policy().id());
//! # Ok::<(), crosscheck::server::ConfigErrors>(())
//! ```
//!
//! # What this crate does not do
//! It reads no file and no socket, and holds no rule: `crosscheck` decides.
#![forbid(unsafe_code)]

mod deployed;
#[cfg(feature = "http1")]
pub mod http1;
mod live;
#[cfg(feature = "testing")]
pub mod testing;
mod trial;

pub use deployed::Deployed;
pub use live::Live;
pub use live::Reader;
pub use trial::Difference;
pub use trial::Sample;
