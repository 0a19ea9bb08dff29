//! Random scenarios: pages that do everything CORS has a say in, and servers that answer well, nearly
//! well, and badly.
//!
//! Each scenario keeps to its own URLs, `/s/<id>/…`, so that what one leaves behind in a browser is
//! nothing to the next. Values are chosen where rules meet: at limits, beside separators, in odd capitals.

mod answer;
mod generator;
mod kinds;
mod request;
mod values;

pub use self::generator::generate;
