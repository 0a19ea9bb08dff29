//! From what a browser wrote to its console back to the rule and the evidence.
//!
//! Owns the forms of the texts, older ones included, one table a browser. What a text cannot tell
//! apart stays several rules; what it does not tell stays unknown.

mod beyond_cors;
mod chromium;
mod fill;
mod firefox;
mod firefox_foreign;
mod firefox_key;
mod firefox_locales;
mod form;
mod narrow;
mod net_errors;
mod panels;
mod reading;
mod script_errors;
mod template;
mod webkit;

pub use reading::Reading;
pub use reading::guess;
pub use reading::read;
