//! What is told to people: from a cause to the words that each browser writes, and from those words
//! back to the rule, the evidence and what would let the request through.
//!
//! Owns texts. Judges nothing: a [`Failure`](crate::agent::Failure) comes from [`crate::agent`].

mod advice;
mod case;
mod chromium;
mod console;
mod cookies;
mod elements;
mod evidence;
mod firefox;
mod grant;
mod header_map;
mod read;
mod rule_table;
mod rules;
mod transport;
mod webkit;

pub use advice::Advice;
pub use advice::advice;
pub use case::Case;
pub use console::console_texts;
pub use console::tainted_canvas_text;
pub use console::too_many_webgl_contexts_text;
pub use cookies::cookie_texts;
pub use evidence::evidence;
pub use grant::Grant;
pub use grant::HeaderLines;
pub use grant::PreflightGrant;
pub use grant::needed_lines;
pub use read::Reading;
pub use read::guess;
pub use read::read;
pub use rules::Rule;
pub use rules::broken_rule;
