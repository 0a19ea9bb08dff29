//! Functions in JavaScript and TypeScript that say whether an origin is let in.
//!
//! One is read as what it does with a request that has an `Origin`: each way through it ends in a yes or a no, and
//! the conditions on that way are lists, texts and expressions that the origin is held against. What else it
//! asks is not understood, and never guessed.

mod origin_function;
mod syntax;
mod tokens;
mod values;
mod who;

pub(crate) use origin_function::Answers;
pub(crate) use origin_function::origin_function;
