//! Pages to read from start to end: what to do with this crate, by who you are.
//!
//! - [`server`]: you answer requests, and pages of other origins ask.
//! - [`browser`]: you make requests as a browser does: a client, a test, a tool.
//! - [`console`]: a page was refused, and the console says so.

pub mod browser;
pub mod console;
pub mod server;
