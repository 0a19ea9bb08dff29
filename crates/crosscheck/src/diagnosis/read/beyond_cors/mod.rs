//! What browsers write of what is not CORS, though people take it for that: policies, types, workers,
//! what script reads from elements, and what the user's side stops.

pub(super) mod chromium;
pub(super) mod firefox;
pub(super) mod firefox_foreign;
mod firefox_key;
mod firefox_locales;
pub(super) mod shared;
pub(super) mod webkit;
