//! What people write: a policy's record, and what there is to say about it.
//!
//! Owns the shape of a configuration and of findings. Checks nothing: that is `check`'s.

mod builder;
mod finding;
mod origin_edit;
mod record;
mod written;

#[cfg(feature = "prove")]
pub(crate) use builder::texts;
pub use finding::ConfigErrors;
pub use finding::Finding;
pub use origin_edit::OriginEdit;
pub use record::Config;
pub use record::Danger;
pub use record::ResourcePolicy;
pub use record::Rule;
pub(crate) use written::Written;
