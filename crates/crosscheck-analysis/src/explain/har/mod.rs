//! A HAR file: each request of a page to another origin, judged by every browser from the answers
//! that were written down.
//!
//! Files differ in what they keep. Chromium leaves preflights out or shows them as requests of their
//! own; a blocked answer may stand there whole, or with the status 0. What is not there is not made
//! up: it is said what would have to be asked.

mod cut;
mod file;
mod format;
mod judge;
mod lenient;
mod pairs;
mod recorded;

use crosscheck::agent::Profile;
pub(super) use judge::explain;
pub use recorded::RecordedExchange;
pub use recorded::recorded_exchanges;

const BROWSERS: [&Profile; 3] = [&Profile::CHROMIUM, &Profile::FIREFOX, &Profile::WEBKIT];
