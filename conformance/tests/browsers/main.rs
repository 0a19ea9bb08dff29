//! What needs real browsers: the lab, consoles, network panels, and pages that read through what we
//! serve.

mod behind;
mod blamed;
mod envoy;
mod explained;
mod gateway;
mod lab;
mod local_network;
mod middleware;
mod newcomer;
mod predicted;
