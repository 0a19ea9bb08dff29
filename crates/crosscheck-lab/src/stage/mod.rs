//! The stage: where a browser does for real what a page can do.
//!
//! [`PERFORM`] is a module for a page: each thing that a page can do with a URL, done, and told in the shape
//! of the engine's records. [`Requests`] and [`answer_bytes`] are what a server needs that answers to the
//! byte as a scenario says.
//!
//! All of it is the lab's own, and of any test that drives real browsers: without the feature `serve` this
//! module is all there is, and needs no runtime.

#[cfg(feature = "serve")]
pub(crate) mod frame;
mod message;

pub use message::Malformed;
pub use message::Requests;
pub use message::answer_bytes;

/// A JavaScript module that exports `perform`: for each API of a scenario's step a function that does the
/// step, and promises what script saw. A module that a page of another origin imports needs
/// `Access-Control-Allow-Origin`.
pub const PERFORM: &str = include_str!("perform.js");
