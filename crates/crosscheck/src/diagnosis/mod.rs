//! What is told to people: from a cause to the words that each browser writes.

mod console;

pub use console::console_texts;
