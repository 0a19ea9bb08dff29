//! Policies for many Envoys: a folder that is watched, checked and pushed by xDS.
//!
//! A [`Folder`] has a policy file for each group of nodes. What is new there is read, proven and held
//! against what runs; what may be pushed comes into force, and what may not changes nothing. A [`Server`]
//! is asked by the Envoys, pushes to each the policy of its group, and knows who took it. What it has to
//! tell are [`Event`]s, and whoever runs it looks at its [`Status`].
//!
//! # What this crate does not do
//! It holds no rule of CORS: `crosscheck-envoy` reads in each Envoy what is pushed, and decides. It keeps
//! nothing but files: what was pushed last lies in a folder beside the policies, so that it may be ended
//! at any time.
#![forbid(unsafe_code)]
#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]

mod admin;
mod ask;
mod counts;
mod delivery;
mod delta;
mod event;
mod exposition;
mod failure;
mod files;
mod fleet;
mod folder;
mod group;
mod grpc;
mod kept;
mod look;
mod metrics;
mod nodes;
#[cfg(test)]
mod place;
mod problem;
mod problem_status;
mod published;
mod refusals;
mod server;
mod share;
mod state_of_the_world;
mod status;
mod stream;
mod tls;
mod watch;
mod widening;
mod xds;

pub use ask::ask;
pub use event::Event;
pub use event::Tell;
pub use failure::FleetError;
pub use folder::Folder;
pub use group::GroupName;
pub use look::Change;
pub use look::Look;
pub use problem::Problem;
pub use problem_status::ProblemStatus;
pub use server::Plan;
pub use server::Server;
pub use share::Share;
pub use status::GroupStatus;
pub use status::NodeStatus;
pub use status::Status;
pub use tls::TlsFiles;
pub use widening::Widening;
