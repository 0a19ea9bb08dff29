//! The lab: a workshop for CORS, on a page.
//!
//! Start with `Lab::bind`, and then `Lab::serve`. Six listeners, all on loopback: the page, the stage in
//! which things play ([`stage`]), the gateway, behind it the API, and two servers of scenarios. The page
//! asks about anything that can be written down (`crosscheck-analysis` answers), and runs scenes in the
//! visitor's own browser against the gateway, beside what the engine predicted, which talked to the same
//! gateway. The gateway is there under two origins, `localhost` and `127.0.0.1`, which are two sites.
//!
//! # Features
//! `serve`, on by default, is the lab. Without it there is [`stage`] alone, for tests with real browsers.
//!
//! # What this crate does not do
//! It prints nothing, hears no signal and opens no browser. It decides nothing about CORS.
#![forbid(unsafe_code)]
#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]

#[cfg(feature = "serve")]
mod chance;
#[cfg(feature = "serve")]
mod endpoint_error;
#[cfg(feature = "serve")]
mod endpoints;
#[cfg(feature = "serve")]
mod entry;
#[cfg(feature = "serve")]
mod files;
#[cfg(feature = "serve")]
mod guard;
#[cfg(feature = "serve")]
mod lab;
#[cfg(feature = "serve")]
mod live;
#[cfg(feature = "serve")]
mod log;
#[cfg(feature = "serve")]
mod look;
#[cfg(feature = "serve")]
mod policies;
#[cfg(feature = "serve")]
mod predict;
#[cfg(feature = "serve")]
mod reports;
#[cfg(feature = "serve")]
mod sample_api;
#[cfg(feature = "serve")]
mod scenes;
#[cfg(feature = "serve")]
mod session;
pub mod stage;
#[cfg(all(test, feature = "serve"))]
mod tests;

#[cfg(feature = "serve")]
pub use lab::Lab;
#[cfg(feature = "serve")]
pub use lab::LabError;

#[cfg(all(doctest, feature = "serve"))]
#[doc = include_str!("../README.md")]
mod readme {}
