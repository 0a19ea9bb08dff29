//! Whatever people have, as scenarios: one file for each kind of text.

mod command;
mod console;
mod har;
mod live;
mod paste;
mod recorded;
#[cfg(test)]
mod tests;

pub(crate) use console::console_example;
pub(super) use console::scenario as console_scenario;
pub(super) use live::Asked;
pub(super) use live::look;
pub(super) use paste::Imported;
pub(super) use paste::import;
