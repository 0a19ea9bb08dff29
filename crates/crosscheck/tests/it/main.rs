//! What crosscheck promises, as tables, laws and recordings. Read it from the top to learn CORS.

mod access;
mod advisories;
mod audit;
mod cache;
mod cookies;
mod cost;
mod diagnosis;
mod difference;
mod explain;
mod findings;
mod grants;
mod hostile;
mod kinds;
mod laws;
mod local_network;
mod naive;
mod origins;
mod patterns;
mod policy;
mod prove;
mod reading;
mod recorded;
mod rules;
mod safelist;
mod shown;
mod wpt;
