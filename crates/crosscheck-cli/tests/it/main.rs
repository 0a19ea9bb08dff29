//! The real binary, told wrong things: one clear message each, a hint, and the right exit code.

mod policy;
mod serve;
mod simulate;
mod support;
