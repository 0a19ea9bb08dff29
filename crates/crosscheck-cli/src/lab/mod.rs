//! The lab: a workshop for CORS, on a page.
//!
//! Six listeners, all on loopback: the page, the stage in which things play ([`stage`]), the gateway,
//! behind it the API, and two servers of scenarios ([`live`]). The page asks
//! the engine about anything that can be written down ([`judge`], [`editor`], [`import`]), and
//! runs scenes in the visitor's own browser against the gateway, beside what the engine foretold,
//! which talked to the same gateway. The gateway is there under two origins, `localhost` and
//! `127.0.0.1`, which are two sites.

mod api;
mod chance;
mod cookies;
mod editor;
mod files;
mod foretell;
mod guard;
mod import;
mod judge;
mod least_policy;
mod live;
mod log;
mod notes;
mod pages;
mod policies;
mod reports;
mod run;
mod scenes;
mod server_fix;
mod stage;
#[cfg(test)]
mod tests;
mod told;

pub(crate) use import::console_example;
pub(crate) use live::shown;
pub(crate) use run::run;
