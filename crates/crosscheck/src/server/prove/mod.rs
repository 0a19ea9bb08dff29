//! What holds for every origin and every path at once: assertions about a policy, and what changes
//! from one to another.

mod access;
mod assertion;
mod difference;
mod equivalence;
#[cfg(test)]
pub(crate) mod naive;
mod prover;

pub use access::Access;
pub use access::AccessError;
pub use assertion::Assertion;
pub use assertion::Counterexample;
pub use assertion::UnknownOrigins;
pub use assertion::Unproven;
pub use difference::AccessChange;
pub use difference::AffectedOrigins;
pub use difference::EmbeddingChange;
pub use difference::HandlerChange;
pub use difference::PolicyDifference;
pub(crate) use equivalence::Budget;
pub(crate) use equivalence::Entries;
pub(crate) use equivalence::Kinds;
pub(crate) use equivalence::OriginSpace;
pub use equivalence::TooManyOriginClasses;
pub(crate) use equivalence::covering_origin;
pub use prover::Prover;
