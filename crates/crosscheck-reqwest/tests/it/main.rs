//! A page over reqwest asks servers on this machine: one behind our layer, and some that make mistakes.

mod api;
mod mistakes;
mod server;
