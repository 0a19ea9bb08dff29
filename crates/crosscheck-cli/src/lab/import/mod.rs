//! Whatever people have, as scenarios: one file for each kind of text.

mod command;
mod paste;

pub(super) use paste::import;
