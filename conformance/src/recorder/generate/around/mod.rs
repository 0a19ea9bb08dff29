//! What surrounds CORS: real names and TLS, the HTTP cache, cookies, the network around the user, frames
//! and workers, elements of all kinds. Situations that users meet come first, and chance varies them.

mod cache;
mod contexts;
mod cookies;
mod elements;
mod embedder;
mod fonts;
mod freshness;
mod local_network;
mod mixed_content;
mod origin;
mod parties;
mod preflight;
mod reuse;
mod routes;
mod sign_in;
mod stories;
mod theme;
mod themes;
