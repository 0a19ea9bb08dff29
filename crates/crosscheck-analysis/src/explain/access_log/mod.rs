//! A server's own log of what was asked, in whatever form it writes one.
//!
//! Owns the forms: [`line`](self::line) of those that say it in one line, [`table`](self::table) of those that
//! name their columns above, [`json`](self::json) of those that write an object a line. What a log tells beside a console's text is [`beside`](self::beside)'s.

mod beside;
mod json;
mod line;
mod table;
mod told;

pub(super) use beside::fill_in_requests;
pub(super) use beside::fill_in_statuses;
pub(super) use beside::is_line;
pub(super) use told::explain;
