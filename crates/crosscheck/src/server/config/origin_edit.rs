//! What people write to change a policy that is in force.

use alloc::string::String;
use alloc::vec::Vec;

/// Origins that one rule gains and loses.
///
/// [`Policy::edit_origins`](crate::server::Policy::edit_origins) checks it and makes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "a plain record: people write it as a literal")]
pub struct OriginEdit {
    /// Which of the configuration's `rules`, counted from 0; without, its own fields.
    pub rule: Option<usize>,
    /// Origins and patterns to add, spelled as in the configuration. What is there already stays.
    pub add: Vec<String>,
    /// Origins and patterns to take away, after what is added. What is not there does no harm.
    pub remove: Vec<String>,
}
