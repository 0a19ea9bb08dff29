//! The controller: watches policies, what they are attached to, and what was written for them; in each
//! namespace where something changed, it writes what is missing.

mod cluster;
mod reach;
mod run;
mod scope;
mod writing;

pub(crate) use reach::Reach;
pub(crate) use run::run;
pub(crate) use scope::Scope;
