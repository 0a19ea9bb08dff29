//! The equivalence classes of origins: which of them some lists tell apart, and one witness of each.

mod covered_alike;
mod entries;
mod labels;
mod space;
mod witnesses;

pub(crate) use entries::Entries;
pub(crate) use entries::merged;
pub(crate) use labels::Budget;
pub use labels::TooManyOriginClasses;
pub(crate) use labels::Visited;
pub(crate) use space::OriginSpace;
pub(crate) use space::covering_origin;
pub(crate) use witnesses::Kinds;
pub(crate) use witnesses::Visit;
#[cfg(test)]
pub(crate) use witnesses::witnesses;
