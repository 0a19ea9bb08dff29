//! Pages to read from start to end: what to do with this crate, by who you are.
//!
//! - [`server`]: you answer requests, and pages of other origins ask.

pub mod server;
