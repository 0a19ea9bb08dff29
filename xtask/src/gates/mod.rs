//! What a release needs beside tests: other targets, the oldest compiler, each feature alone,
//! packages, dependencies, hostile input.
//!
//! Each gate says in one line what it held true.

pub(crate) mod dependencies;
pub(crate) mod features;
pub(crate) mod fuzz;
pub(crate) mod packages;
pub(crate) mod promises;
mod published;
pub(crate) mod targets;
