//! What is told to people: from a cause to the words that each browser writes, and from those words
//! back to the rule, the evidence and what would let the request through.
//!
//! Owns texts that depend on what was seen; those that do not are [`crate::catalog`]'s. Judges nothing:
//! a [`Failure`](crate::agent::Failure) comes from [`crate::agent`].

mod advice;
mod advice_in_chinese;
mod apart;
mod beyond_cors;
mod blocked;
mod broken_rule;
mod chromium;
mod clear_site_data;
mod console;
mod cookies;
mod elements;
mod evidence;
mod firefox;
mod guards;
mod header_map;
mod integrity;
mod read;
mod redirected;
mod refusal;
mod required_headers;
mod service_worker;
mod texts;
mod transport;
mod view;
mod webkit;
mod words;

pub use advice::Advice;
pub use advice::advice;
pub use advice_in_chinese::advice_in_chinese;
pub use apart::PossibleCause;
pub use apart::possible_causes;
pub use apart::step_that_tells_apart;
pub use broken_rule::broken_rule;
pub use broken_rule::chromium_code;
pub use console::console_texts;
pub use console::empty_script_text;
pub use console::muted_error_text;
pub use console::sandboxed_form_text;
pub use console::tainted_canvas_text;
pub use console::too_many_webgl_contexts_text;
pub use console::unused_encoding_text;
pub use cookies::cookie_texts;
pub use evidence::evidence;
pub use read::Reading;
pub use read::guess;
pub use read::read;
pub use refusal::Refusal;
pub use required_headers::HeaderLines;
pub use required_headers::RequiredHeaders;
pub use required_headers::RequiredPreflight;
pub use required_headers::needed_lines;
pub use texts::Releases;
pub use texts::meanings_of_gateways;
pub use texts::meanings_of_no_errors;
pub use texts::outside_of_browsers;
pub use texts::refused_by_the_server;
pub use texts::word_of_a_gateway;
pub use texts::words_of_no_error;
pub use view::MissingLines;
pub use view::NeededLines;
pub use view::RefusalEvidence;
pub use view::RefusalView;
