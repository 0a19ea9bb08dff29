//! The lab: a workshop for CORS, on a page.
//!
//! Start with [`Lab::bind`], and then [`Lab::serve`]. Six listeners, all on loopback: the page, the stage in
//! which things play ([`stage`]), the gateway, behind it the API, and two servers of scenarios. The page
//! asks about anything that can be written down (`crosscheck-analysis` answers), and runs scenes in the
//! visitor's own browser against the gateway, beside what the engine predicted, which talked to the same
//! gateway. The gateway is there under two origins, `localhost` and `127.0.0.1`, which are two sites.
//!
//! # What this crate does not do
//! It prints nothing, hears no signal and opens no browser. It decides nothing about CORS.
#![forbid(unsafe_code)]

mod api;
mod api_error;
mod chance;
mod entry;
mod files;
mod guard;
mod lab;
mod live;
mod log;
mod look;
mod pages;
mod policies;
mod predict;
mod reports;
mod scenes;
mod session;
pub mod stage;
#[cfg(test)]
mod tests;

pub use lab::Lab;
pub use lab::LabError;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
