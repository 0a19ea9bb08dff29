//! CORS as a dynamic module of Envoy; built for `wasm32-wasip1`, as a plugin of proxy-wasm.
//!
//! Envoy loads this library and calls it for each stream: the policy is asked when a request's headers
//! are there, and speaks on whatever answer comes. `crosscheck` decides; this applies.
//!
//! Start with `filter.rs`, which is one stream from request to answer; `rules.rs` reads what is
//! configured. `host.rs` says what either needs of Envoy. `abi/` gets it from there by C, `wasm.rs` by
//! proxy-wasm, and a fake does so in tests.
//!
//! # What this crate does not do
//! It holds no rule of CORS, reads no file and keeps nothing between two streams: Envoy brings the
//! policy, and a new one by `ECDS`.
#![deny(unsafe_code)]
#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]

#[cfg(windows)]
compile_error!(
    "Envoy loads no modules on Windows; build `crosscheck-envoy` for the Linux or macOS that it runs on"
);

// Its other half is in Envoy, so tests have nothing to link it with.
#[cfg(not(any(test, target_family = "wasm")))]
mod abi;
mod answer;
mod counters;
#[cfg(test)]
mod fake;
mod filter;
mod head;
mod host;
mod log;
#[cfg(not(target_family = "wasm"))]
mod panics;
mod rules;
#[cfg(target_family = "wasm")]
mod wasm;
