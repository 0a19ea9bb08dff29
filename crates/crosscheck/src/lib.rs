//! Cross-Origin Resource Sharing, both sides of the wire.
//!
//! [`server`] is a policy that cannot be misconfigured and decides what a server answers;
//! [`agent`] is the browser that reads the answer: the Fetch standard's algorithms, with the
//! differences of Chromium, Firefox and WebKit as data; [`wire`] is the vocabulary of both;
//! [`scenario`] plays whole exchanges between a page and scripted servers.
//!
//! Nothing here reads a clock, a file or a socket: what changes by itself is handed in.
//!
//! # Example
//! ```
//! use crosscheck::server::{Config, Policy};
//!
//! let policy = Policy::new(&Config {
//!     origins: vec!["https://app.example".into()],
//!     credentials: true,
//!     ..Config::default()
//! })
//! .expect("a policy that a browser can follow");
//! assert!(policy.allows_origin("/", b"https://app.example"));
//!
//! // Credentials for everybody have no spelling.
//! let everybody = Config { origins: vec!["*".into()], credentials: true, ..Config::default() };
//! assert!(Policy::new(&everybody).is_err());
//! ```
//!
//! # What this crate does not do
//! It opens no connection, resolves no name and renders no page; it does not parse HTTP. Adapters
//! (`crosscheck-gateway` and others) do that and apply what is decided here.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod agent;
pub mod audit;
pub mod diagnosis;
pub mod scenario;
pub mod server;
pub mod wire;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
