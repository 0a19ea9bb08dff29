//! A server's own log of what was asked, in whatever form it writes one.
//!
//! Owns the forms: [`line`](self::line) of those that say it in one line, [`table`](self::table) of those that
//! name their columns above, [`json`](self::json) of those that write an object a line.

mod json;
mod line;
mod table;
mod told;

pub(super) use told::explain;
