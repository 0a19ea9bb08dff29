//! What is told to people: from a cause to the words that each browser writes.
//!
//! Owns texts. Judges nothing: a [`Failure`](crate::agent::Failure) comes from [`crate::agent`].

mod chromium;
mod console;
mod firefox;
mod header_map;
mod remedy;
mod rules;
mod webkit;

pub use console::console_texts;
pub use console::tainted_canvas_text;
pub use console::too_many_webgl_contexts_text;
pub use remedy::evidence;
pub use remedy::remedy;
pub use rules::Rule;
pub use rules::broken_rule;
