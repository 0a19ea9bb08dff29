//! What a server holds of crosscheck while it runs.
//!
//! A [`PolicyHandle`] is the place of the policy in force. It is replaced whole, by one atomic store;
//! whoever reads it takes no lock and keeps the [`PolicySnapshot`] that it got until its answer has
//! left. A successor can be put [in its shadow](PolicyHandle::begin_shadow): it is judged beside the
//! policy in force, changes nothing, and [`PolicySnapshot::differences`] counts where the two part,
//! and why.
//!
//! # Example
//! ```
//! use crosscheck::server::{Config, Policy};
//! use crosscheck_service::PolicyHandle;
//!
//! let strict = Config { origins: vec!["https://app.example".into()], ..Config::default() };
//! let wider = Config { origins: vec!["https://*.example.com".into()], ..Config::default() };
//! let handle = PolicyHandle::new(Policy::new(&strict)?);
//! let before = handle.load();
//! handle.replace(Policy::new(&wider)?);
//! assert_ne!(before.policy().id(), handle.load().policy().id());
//! # Ok::<(), crosscheck::server::ConfigErrors>(())
//! ```
//!
//! # A policy for each tenant
//! [`PoliciesByHost`] has one for each host, and a [`PolicySelector`] chooses by whatever it likes. The
//! adapters take either in the place of one policy.
//!
//! # Origins from a database
//! A rule may ask about origins that no list holds
//! ([`origin_source`](crosscheck::server::Config::origin_source)). An [`OriginSource`] knows them, and
//! [`OriginAnswers`] keeps what it said.
//!
//! # What this crate does not do
//! It reads no file and no socket, and holds no rule: `crosscheck` decides.
#![forbid(unsafe_code)]
#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]

mod answer;
mod decide;
#[cfg(any(feature = "http", feature = "http02"))]
pub mod header_names;
mod host;
#[cfg(feature = "http")]
pub mod http_crate;
mod kept_answers;
mod origin_answers;
mod origin_source;
mod own_origin;
mod policies_by_host;
mod policy_handle;
mod policy_selector;
mod policy_snapshot;
mod shadow;
#[cfg(feature = "testing")]
pub mod testing;

pub use answer::AnswerMap;
pub use answer::edit_map;
pub use host::HostError;
pub use host::RequestHost;
pub use host::comparable_host;
pub use kept_answers::AnswerLimits;
pub use origin_answers::OriginAnswers;
pub use origin_source::OriginQuestion;
pub use origin_source::OriginSource;
pub use origin_source::OriginSourceError;
pub use own_origin::Blocked;
pub use own_origin::SchemeSource;
pub use policies_by_host::PoliciesByHost;
pub use policy_handle::PolicyHandle;
pub use policy_handle::PolicyReader;
pub use policy_selector::PolicySelector;
pub use policy_snapshot::PolicySnapshot;
pub use shadow::RequestSample;
pub use shadow::ShadowDifference;
