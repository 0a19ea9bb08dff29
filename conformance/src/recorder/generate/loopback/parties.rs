//! Three origins on loopback that stand for the three parties of CORS.

use crosscheck::scenario::Scenario;

/// The page's origin.
pub(in crate::recorder::generate) const PAGE: &str = Scenario::FRAMING_PAGE;
/// Another origin of the page's site.
pub(in crate::recorder::generate) const NEIGHBOUR: &str = "http://localhost:18802";
/// An origin of another site.
pub(in crate::recorder::generate) const STRANGER: &str = "http://127.0.0.1:18803";
