//! Cross-Origin Resource Sharing, both sides of the wire.
//!
//! # Which crate do I want?
//! | you | want |
//! | --- | --- |
//! | serve with axum, hyper, tonic, anything of tower | `crosscheck-tower` |
//! | serve with actix-web | `crosscheck-actix` |
//! | have a server that you cannot change | `crosscheck-gateway`, or the program `crosscheck` (crate `crosscheck-cli`): `crosscheck serve` |
//! | write an adapter, or replace a policy while a server runs | `crosscheck-service` |
//! | read policies from files | `crosscheck-config` |
//! | want the configuration that nginx, Apache, Caddy and others need | `crosscheck-export` |
//! | have a console's text, a HAR file or a curl command, and a broken page | `crosscheck-analysis`, or `crosscheck explain` |
//! | ask a live server what it tells browsers | `crosscheck-probe`, or `crosscheck check` |
//! | decide, or judge as a browser does, without IO | this one |
//!
//! # Decide on a request
//! ```
//! use crosscheck::server::{Config, Head, Policy, Reason};
//!
//! let policy = Policy::new(&Config {
//!     origins: vec!["https://app.example".into()],
//!     credentials: true,
//!     ..Config::default()
//! })?;
//! let headers = [("Origin", "https://evil.example")];
//! let decision = policy.decide(&Head::new("GET", "/users", &headers));
//! assert_eq!(decision.verdict(), Some(Err(Reason::OriginNotAllowed)));
//!
//! // Credentials for everybody have no spelling.
//! let everybody = Config { origins: vec!["*".into()], credentials: true, ..Config::default() };
//! assert!(Policy::new(&everybody).is_err());
//! # Ok::<(), crosscheck::server::ConfigErrors>(())
//! ```
//!
//! # Where to start
//! The [`guide`] has a page for each of you. [`server`] is a policy that cannot be misconfigured and
//! decides what a server answers; [`agent`] is the browser that reads the answer: the Fetch standard's
//! algorithms, with the differences of Chromium, Firefox and WebKit as data; [`wire`] is the vocabulary
//! of both; [`scenario`] plays whole exchanges between a page and scripted servers.
//!
//! Nothing here reads a clock, a file or a socket: what changes by itself is handed in.
//!
//! # What this crate does not do
//! It opens no connection, resolves no name and renders no page; it does not parse HTTP. Adapters
//! (`crosscheck-gateway` and others) do that and apply what is decided here.
#![no_std]
#![forbid(unsafe_code)]
#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]
// What a stranger sends must not end the program: an index that may fail has its reason written beside it.
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice))]

extern crate alloc;
#[cfg(test)]
extern crate std;

#[cfg(feature = "agent")]
pub mod agent;
#[cfg(feature = "diagnosis")]
pub mod audit;
pub mod catalog;
#[cfg(feature = "diagnosis")]
pub mod diagnosis;
#[cfg(feature = "scenario")]
pub mod guide;
#[cfg(feature = "scenario")]
pub mod scenario;
pub mod server;
pub mod wire;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
