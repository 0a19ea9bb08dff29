//! Pages to read from start to end: what to do with this crate, by who you are.
//!
//! - [`server`]: you answer requests, and pages of other origins ask.
//! - [`console`]: a page was refused, and the console says so.

pub mod console;
pub mod server;
