//! What each browser does otherwise than the standard.
//!
//! `rows` is the table, `answers` the answers in it that are more than yes or no.

pub(in crate::agent) mod answers;
#[macro_use]
mod columns;
pub(in crate::agent) mod rows;
