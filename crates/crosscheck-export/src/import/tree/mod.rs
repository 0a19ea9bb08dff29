//! Configurations as a tree that knows where everything stands: YAML, JSON and Terraform's language.

mod documents;
mod node;
mod terraform;
mod yaml;

pub(crate) use documents::documents;
pub(crate) use node::Kind;
pub(crate) use node::Node;
