//! Three origins on loopback, without TLS: the page, its neighbour of the same site, and a stranger.
//!
//! Values are chosen where rules meet: at limits, beside separators, in odd capitals.

mod answer;
mod kinds;
mod parties;
mod request;
mod values;
