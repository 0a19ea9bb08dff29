//! Whatever people have, as scenarios: one file for each kind of text.

mod command;
mod console;
mod har;
mod paste;
#[cfg(test)]
mod tests;

pub(crate) use console::console_example;
pub(super) use paste::Imported;
pub(super) use paste::import;
