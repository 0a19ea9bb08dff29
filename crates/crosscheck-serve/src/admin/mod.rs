//! What whoever runs a gateway looks at: whether it lives, whether it is ready, how much of what went by.
//!
//! | path | says |
//! |---|---|
//! | `/healthz` | 200 as long as the program runs |
//! | `/readyz` | 200, or 503 while it drains or an upstream cannot be reached |
//! | `/metrics` | counts, for Prometheus |
//! | `/` | the same for people, and the origins that are refused most, with what would allow them |
//!
//! It listens on an address of its own, on a thread of its own. The page tells who asked for what: it is shown
//! to whoever asks for an address or for `localhost`, so that no page of a stranger, led here by a name of
//! its own, reads it.

mod listener;
mod metrics;
mod page;
mod state;

pub use listener::Admin;
pub use state::State;
