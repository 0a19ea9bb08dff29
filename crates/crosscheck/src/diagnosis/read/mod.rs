//! From what a browser wrote to its console back to the rule and the evidence.
//!
//! The texts themselves are `diagnosis/texts`'. What a text cannot tell apart stays several rules; what it
//! does not tell stays unknown.

mod beginning;
mod beside;
mod chromium_code;
mod chromium_foreign;
mod fill;
mod find;
mod firefox_beyond;
mod firefox_beyond_key;
mod firefox_beyond_locales;
mod firefox_foreign;
mod firefox_key;
mod firefox_locales;
mod foreign_line;
mod guess;
mod narrow;
mod reader;
mod reading;

pub use guess::guess;
pub use reader::read;
pub use reading::Reading;
