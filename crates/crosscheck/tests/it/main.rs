//! What crosscheck promises, as tables, laws and recordings. Read it from the top to learn CORS.

mod findings;
mod laws;
mod origins;
mod patterns;
mod policy;
mod recorded;
mod rules;
mod safelist;
