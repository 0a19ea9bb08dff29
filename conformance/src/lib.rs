//! Drives real browsers and real servers: what the live tests stand on.
//!
//! A peer that is not installed is named and the test that needs it skips itself; where
//! `CROSSCHECK_ALL_PEERS=1` is set, as in CI, it fails instead.

pub mod apache;
pub mod binary;
pub mod browser;
pub mod chromium_network;
pub mod chromium_tab;
pub mod devtools;
pub mod envoy;
pub mod envoy_wasm;
pub mod explain;
pub mod failing;
pub mod firefox_console;
pub mod framework;
pub mod front;
pub mod gateway;
mod marionette;
pub mod nginx;
pub mod own_network;
pub mod panel;
pub mod peer;
pub mod process;
pub mod public_page;
pub mod recorder;
pub mod remote;
pub mod site;
pub mod varnish;
mod webkit_inspector;
