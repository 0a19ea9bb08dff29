//! What a server's configuration does with a request, as far as its answer's headers go.
//!
//! nginx, Apache, Caddy and HAProxy have no CORS of their own: people put it together from maps,
//! conditions and headers. Their readers write such a configuration down as a [`Program`]; what it means is
//! found out by [asking](deduce) it what a browser would ask the server, for every kind of origin that it tells
//! apart.

mod access;
mod alphabet;
mod boolean;
mod deduce;
mod otherwise;
mod run;
mod steps;
mod template;

pub(crate) use access::is_simple;
pub(crate) use boolean::BooleanExpression;
pub(crate) use boolean::Rest;
pub(crate) use deduce::Ask;
pub(crate) use deduce::deduce;
pub(crate) use steps::Action;
pub(crate) use steps::Case;
pub(crate) use steps::Condition;
pub(crate) use steps::Fits;
pub(crate) use steps::Header;
pub(crate) use steps::Map;
pub(crate) use steps::Program;
pub(crate) use steps::Statement;
pub(crate) use template::Piece;
pub(crate) use template::Template;
