//! What crosscheck promises, as tables, laws and recordings. Read it from the top to learn CORS.

mod advisories;
mod cache;
mod cookies;
mod cost;
mod diagnosis;
mod explain;
mod findings;
mod hostile;
mod laws;
mod local_network;
mod naive;
mod origins;
mod patterns;
mod policy;
mod recorded;
mod rules;
mod safelist;
mod shown;
mod wpt;
