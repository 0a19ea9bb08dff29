//! Three origins on loopback that stand for the three parties of CORS.

use crosscheck::scenario::Scenario;

/// The page's origin.
pub(super) const PAGE: &str = Scenario::FRAMING_PAGE;
/// Another origin of the page's site.
pub(super) const NEIGHBOUR: &str = "http://localhost:18802";
/// An origin of another site.
pub(super) const STRANGER: &str = "http://127.0.0.1:18803";
