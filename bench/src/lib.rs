//! Nothing but benches: `cargo bench` in this folder.
