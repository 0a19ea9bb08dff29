//! A text as trees, in whichever language it is written.

use std::rc::Rc;

use super::node::Node;
use super::terraform;
use super::yaml;
use crate::import::source::At;

/// Reads every document of a text. Fails at the place of what is in none of the languages.
pub(crate) fn documents(text: &str) -> Result<Vec<Rc<Node>>, (At, String)> {
    match terraform::is_terraform(text) {
        true => Ok(vec![terraform::document(text)?]),
        false => yaml::documents(text),
    }
}
