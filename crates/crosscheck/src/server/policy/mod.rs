//! What was checked: rules by path, with all that is answered made once.
//!
//! Owns how a policy is kept, and which rule answers. Makes none: that is `check`'s.

mod answer_header;
mod compiled;
mod edit_lists;
mod group;
mod list_number;
mod path_map;
mod path_tree;
#[cfg(test)]
mod path_tree_tests;
mod reason;
mod rule;
mod segment;
mod values;

pub use answer_header::AnswerHeader;
pub use answer_header::CORS_RESPONSE_HEADERS;
pub use compiled::Policy;
pub use compiled::PolicyId;
pub(crate) use edit_lists::EditLists;
pub(crate) use edit_lists::Made;
pub(crate) use edit_lists::Reader;
pub(crate) use group::Group;
pub(crate) use group::GroupNumber;
pub use list_number::Answered;
pub(crate) use list_number::ListNumber;
pub use path_map::PathMap;
pub use path_map::PathMapError;
pub(crate) use path_tree::PathTree;
pub use reason::Reason;
pub(crate) use rule::CheckedRule;
pub(crate) use rule::MethodSet;
pub(crate) use rule::OriginsAsked;
pub(crate) use rule::RequestHeaderSet;
pub(crate) use rule::RuleNumber;
pub use values::AnswerValue;
pub(crate) use values::ValueNumber;
pub(crate) use values::Values;
