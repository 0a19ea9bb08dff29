//! What was checked: rules by path, with all that is answered made once.
//!
//! Owns how a policy is kept, and which rule answers. Makes none: that is `check`'s.

mod compiled;
mod path_tree;
mod rule;
mod segment;
mod values;

pub(crate) use compiled::Group;
pub use compiled::Policy;
pub use compiled::PolicyId;
pub(crate) use rule::CheckedRule;
pub(crate) use rule::MethodSet;
pub(crate) use rule::RequestHeaderSet;
pub(crate) use rule::Written;
pub(crate) use values::STAR;
pub(crate) use values::TRUE;
pub(crate) use values::VARY_NAMES;
pub(crate) use values::VARY_ON_ANSWER;
pub(crate) use values::VARY_ON_PREFLIGHT;
pub use values::Value;
pub(crate) use values::resource_policy;
