//! What needs no browser: real servers with the patches that we write, and our own adapters beside each
//! other.

mod adapters;
mod embeds;
mod envoy_module;
mod exported;
mod fixes;
mod fleet;
mod fleet_documented;
mod fleet_trial;
mod frameworks;
mod live;
mod over_tls;
mod rust_fixes;
mod same_bytes;
mod unrun;
mod vite;
