//! The texts of consoles, one table a browser: templates with named holes, by which they are written and
//! read.
//!
//! A text that is written has a name; its table makes it one that is read, too. Texts that are only read
//! (of older versions, of what is not CORS, of libraries) stand beside them in the same shape. Owns
//! texts and what they are about; which of them is written is `diagnosis`'s, what was told is
//! `diagnosis/read`'s.

pub(super) mod beyond_cors;
pub(super) mod chromium;
pub(super) mod clear_site_data;
mod find;
pub(super) mod firefox;
mod gateways;
mod guards;
mod internet_explorer;
mod net_errors;
mod no_error;
mod outside;
mod panels;
#[cfg(test)]
mod read_back;
mod releases;
mod routers;
pub(super) mod script_errors;
mod servers;
pub(super) mod shared;
pub(super) mod template;
mod text;
pub(super) mod webkit;

pub use gateways::meanings_of_gateways;
pub use gateways::word_of_a_gateway;
pub use no_error::meanings_of_no_errors;
pub use no_error::words_of_no_error;
pub use outside::outside_of_browsers;
pub use releases::Releases;
pub use servers::refused_by_the_server;
pub(super) use text::Browser;
pub(super) use text::Part;
pub(super) use text::Text;
pub(super) use text::filled;

/// Every text that is read, with whose it is.
pub(super) const TABLES: [(Browser, &[Text]); 29] = [
    (CHROMIUM, chromium::WRITTEN),
    (CHROMIUM, chromium::ONLY_READ),
    (FIREFOX, firefox::WRITTEN),
    (FIREFOX, firefox::ONLY_READ),
    (WEBKIT, webkit::WRITTEN),
    (WEBKIT, webkit::ONLY_READ),
    (None, shared::WRITTEN),
    (None, shared::ONLY_READ),
    (CHROMIUM, beyond_cors::chromium::WRITTEN),
    (CHROMIUM, beyond_cors::chromium::ONLY_READ),
    (FIREFOX, beyond_cors::firefox::WRITTEN),
    (FIREFOX, beyond_cors::firefox::ONLY_READ),
    (WEBKIT, beyond_cors::webkit::WRITTEN),
    (WEBKIT, beyond_cors::webkit::ONLY_READ),
    (None, beyond_cors::shared::WRITTEN),
    (None, beyond_cors::shared::ONLY_READ),
    (CHROMIUM, clear_site_data::OF_CHROMIUM),
    (FIREFOX, clear_site_data::OF_FIREFOX),
    (CHROMIUM, panels::OF_CHROMIUM),
    (FIREFOX, panels::OF_FIREFOX),
    (None, panels::OF_TESTS),
    (None, net_errors::ONLY_READ),
    (None, servers::ONLY_READ),
    (None, routers::ONLY_READ),
    (None, guards::ONLY_READ),
    (None, internet_explorer::ONLY_READ),
    (None, outside::ONLY_READ),
    (None, script_errors::WRITTEN),
    (None, script_errors::ONLY_READ),
];

pub(super) const CHROMIUM: Browser = Some("chromium");
pub(super) const FIREFOX: Browser = Some("firefox");
pub(super) const WEBKIT: Browser = Some("webkit");
