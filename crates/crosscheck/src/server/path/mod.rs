//! Paths: how a rule writes one, and how servers read what a request spells.

mod fold_table;
mod folds;
mod readings;
mod rule_path;

pub(crate) use readings::Folded;
pub(crate) use readings::decoded;
pub(crate) use readings::decoded_twice;
pub(crate) use readings::is_plain;
pub(crate) use readings::undecoded;
pub(crate) use rule_path::Place;
pub(crate) use rule_path::parse_rule_path;
#[cfg(feature = "prove")]
pub(crate) use rule_path::spell_in_two_ways;
pub(crate) use rule_path::spell_path;
