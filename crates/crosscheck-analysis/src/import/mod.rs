//! Whatever people have, as scenarios: one file for each kind of text.

mod asked_by;
mod choice;
mod command;
mod console;
mod har;
mod paste;
mod recorded;
#[cfg(test)]
mod tests;

pub(crate) use console::console_example;
pub(crate) use console::scenario as console_scenario;
pub use paste::Imported;
pub use paste::import;
