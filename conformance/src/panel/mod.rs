//! What browsers' own network panels give out: HAR files and curl commands, made by their own code.
//!
//! A panel is opened beside a page before it loads, as people do, and asked for what its menus copy
//! and save. WebKitGTK's inspector lets nobody in.

mod chromium;
mod export;
mod firefox;

pub use self::chromium::chromium;
pub use self::export::Copied;
pub use self::export::Export;
pub use self::firefox::firefox;
pub use self::firefox::firefox_in;
