//! A page that asks for what a server refuses in every way that browsers have words for.
//!
//! Each [`Case`] breaks one rule at a path of its own; [`script`] asks for all of them, one after the
//! other, and [`start`] answers.

mod cases;
mod script;
mod server;

pub use self::cases::Answer;
pub use self::cases::Asks;
pub use self::cases::CASES;
pub use self::cases::Case;
pub use self::cases::LAST;
pub use self::script::script;
pub use self::server::start;
