//! The stage: where a browser does for real what a page can do.
//!
//! [`PERFORM`] is a module for a page: each thing that a page can do with a URL, done, and told in the shape
//! of the engine's records. [`small_file`] are valid files that elements can use. Both are the lab's
//! own, and of any test that drives real browsers.

mod files;
pub(crate) mod frame;

pub(crate) use files::LETTER;
pub(crate) use files::PIXEL;
pub use files::small_file;

/// A JavaScript module that exports `perform`: for each API of a scenario's step a function that does the
/// step, and promises what script saw.
pub const PERFORM: &str = include_str!("perform.js");
