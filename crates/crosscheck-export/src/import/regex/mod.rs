//! Expressions as configurations have them, and which origins they mean.

mod expression;
mod language;
mod near_misses;
mod shapes;

pub(crate) use expression::Regex;
pub(crate) use language::MOST_EXPRESSIONS;
pub(crate) use language::Meaning;
pub(crate) use language::TOO_MANY;
pub(crate) use language::meaning;
