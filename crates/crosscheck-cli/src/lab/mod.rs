//! The lab: a workshop for CORS, on a page.
//!
//! Six listeners, all on loopback: the page, the stage in which things play ([`stage`]), the gateway,
//! behind it the API, and two servers of scenarios ([`live`]). The page asks
//! the engine about anything that can be written down (`crosscheck_analysis` answers), and
//! runs scenes in the visitor's own browser against the gateway, beside what the engine foretold,
//! which talked to the same gateway. The gateway is there under two origins, `localhost` and
//! `127.0.0.1`, which are two sites.

mod api;
mod api_error;
mod chance;
mod cookies;
mod files;
mod foretell;
mod guard;
mod live;
mod log;
mod look;
mod pages;
mod policies;
mod reports;
mod run;
mod scenes;
mod stage;
#[cfg(test)]
mod tests;

pub(crate) use run::run;
